using AgentMemory.Wire.Requests;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

public static class RequestReadingExtensions
{
    /// <summary>Reading of requests, once for all interfaces of a process: the first options given hold.</summary>
    public static IServiceCollection AddRequestReading(this IServiceCollection services, ReadingOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(options);
        services.TryAddSingleton<Readings>();
        return services;
    }
}
