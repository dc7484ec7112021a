using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

public static partial class ServiceDefaultsExtensions
{
    /// <summary>
    /// Addresses such as <c>http://api</c> are looked up in what the orchestrator configured (<c>services__api__http__0</c>),
    /// and clients of <see cref="IHttpClientFactory"/> have time-outs, retries and circuit breakers.
    /// </summary>
    static partial void AddServiceClients(IHostApplicationBuilder builder)
    {
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(client =>
        {
            client.AddStandardResilienceHandler();
            client.AddServiceDiscovery();
        });
    }
}
