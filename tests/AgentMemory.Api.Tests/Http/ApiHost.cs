using System.Security.Claims;
using System.Text.Encodings.Web;
using AgentMemory.Api.Readiness;
using AgentMemory.ServiceDefaults.Authentication;
using AgentMemory.ServiceDefaults.Errors;
using AgentMemory.Storage.Sqlite;
using AgentMemory.Tasks;
using AgentMemory.TestStore;
using AgentMemory.Wire.Answers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentMemory.Api.Tests.Http;

/// <summary>The REST interface, on the real engine and store, behind a real Kestrel on a free port of 127.0.0.1.</summary>
public class ApiHost : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agent-memory-api-");
    private WebApplication? _app;

    public HttpClient Client { get; private set; } = null!;

    protected string DatabasePath => Path.Combine(_folder.FullName, "memory.db");

    public IServiceProvider Services => _app!.Services;

    protected virtual EngineOptions Engine => new();

    protected virtual ApiOptions Api => new() { Reading = new() { MaximumBodyBytes = 1024 * 1024 } };

    /// <summary>Registered before everything else, so that it takes the place of a default.</summary>
    protected virtual void Configure(IServiceCollection services)
    {
    }

    /// <summary>For tests of what happens to the file of the embedded store.</summary>
    protected virtual SqliteStoreOptions? StoreFile => null;

    public virtual async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        Configure(builder.Services);
        if (StoreFile is { } file)
            builder.Services.AddSqliteStore(file);
        else
            builder.Services.AddStackStore(_folder.FullName);
        builder.Services.AddMemoryEngine(Engine);
        builder.Services.AddSingleton<IReadinessProbe, FixedProbe>();
        builder.Services.AddMemoryApi(Api);
        builder.Services.AddAuthorization();
        builder.Services.AddAuthentication(BoundCaller.Scheme).AddScheme<AuthenticationSchemeOptions, BoundCaller>(BoundCaller.Scheme, null);
        _app = builder.Build();
        _app.UseErrorResponses();
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.MapMemoryApi();
        await _app.StartAsync();
        Client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
    }

    /// <summary>Runs what is due, and what that makes due, as a worker would; fails on the first task that does.</summary>
    public async Task RunDueTasksAsync()
    {
        var queue = _app!.Services.GetRequiredService<ITaskQueue>();
        while (await queue.LeaseAsync("test", 10, TimeSpan.FromMinutes(1), CancellationToken.None) is { Count: > 0 } leases)
        {
            foreach (var lease in leases)
            {
                var handler = _app.Services.GetServices<ITaskHandler>().Single(handler => handler.Kind == lease.Kind);
                await handler.RunAsync(lease, CancellationToken.None);
                Assert.True(await queue.CompleteAsync(lease, CancellationToken.None));
            }
        }
    }

    public virtual async Task DisposeAsync()
    {
        Client.Dispose();
        await _app!.StopAsync();
        await _app.DisposeAsync();
        await StackStore.RemoveAsync(_folder.FullName);
        _folder.Delete(recursive: true);
    }

    private sealed class FixedProbe : IReadinessProbe
    {
        public ValueTask<ReadinessReport> CheckAsync(CancellationToken cancellationToken) => new(new ReadinessReport(
            ComponentStatus.Ok, new(ComponentStatus.Ok), "lexical", new(ComponentStatus.NotConfigured),
            new(ComponentStatus.NotConfigured), new(ComponentStatus.Ok), new Dictionary<string, bool> { ["long_term_memory"] = true }));
    }
}

/// <summary>Lets everybody in but who sends <c>X-Refuse</c>, bound to what <c>X-Namespaces</c> and <c>X-Users</c> list.</summary>
internal sealed class BoundCaller(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "test";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.ContainsKey("X-Refuse"))
            return Task.FromResult(AuthenticateResult.NoResult());
        var claims = Request.Headers.GetCommaSeparatedValues("X-Namespaces").Select(value => new Claim(MemoryClaims.Namespace, value))
            .Concat(Request.Headers.GetCommaSeparatedValues("X-Users").Select(value => new Claim(MemoryClaims.User, value)));
        var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme)));
    }
}
