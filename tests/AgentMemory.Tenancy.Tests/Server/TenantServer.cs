using System.Text.Json;
using AgentMemory.Api;
using AgentMemory.Api.Readiness;
using AgentMemory.Hosting;
using AgentMemory.Hosting.Settings;
using AgentMemory.Search;
using AgentMemory.SummaryViews;
using AgentMemory.Tasks;
using AgentMemory.Tenancy.Tests.Requests;
using AgentMemory.TestStore;
using AgentMemory.Wire.Answers;
using AgentMemory.WorkingMemory;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace AgentMemory.Tenancy.Tests.Server;

/// <summary>The whole server as the AppHost composes it, with tokens, a worker and an embedding model, on a free port.</summary>
internal sealed class TenantServer : IAsyncDisposable
{
    private const int Everything = 1000;

    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(30);

    private static readonly Dictionary<string, string> NoGroup = [];

    private readonly DirectoryInfo _folder;
    private readonly WebApplication _app;
    private readonly ITaskQueue _tasks;

    private TenantServer(DirectoryInfo folder, WebApplication app)
    {
        (_folder, _app) = (folder, app);
        _tasks = app.Services.GetRequiredService<ITaskQueue>();
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    /// <summary>Reaches everything.</summary>
    public string AdminToken { get; private set; } = "";

    public IServiceProvider Services => _app.Services;

    public IEnumerable<RouteEndpoint> Endpoints =>
        _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public static async Task<TenantServer> StartAsync(Uri embeddings)
    {
        var folder = Directory.CreateTempSubdirectory("agent-memory-tenants-");
        var settings = MemorySettings.Load(SettingsSources.Read(
            [
                new("PORT", "0"),
                new("HOST", "127.0.0.1"),
                new("AUTH_MODE", "token"),
                new("LOG_LEVEL", "CRITICAL"),
                .. StackStore.SettingsFor(folder.FullName),
                new("INDEX_ALL_MESSAGES_IN_LONG_TERM_MEMORY", "true"),
                new("OPENAI_API_BASE", embeddings.ToString()),
                new("EMBEDDING_MODEL", "lengths"),
                new("REDISVL_VECTOR_DIMENSIONS", "4"),
                new("EXTRACTION_DEBOUNCE_SECONDS", "0"), // The clock stands still: nothing that is due later ever comes.
                new("WORKER_CONCURRENCY", "1"), // Tasks in the order of their requests, so that twins do the same.
            ],
            folder.FullName));
        var builder = MemoryHost.CreateWebBuilder(settings, "agent-memory");
        builder.Services.AddMemoryApi(new ApiOptions());
        builder.Services.AddSingleton<IReadinessProbe, AlwaysReady>();
        builder.Services.AddMemoryWorker();
        builder.Services.AddSingleton<TimeProvider>(new StoppedClock());
        builder.Services.RemoveAll<IPeriodicTask>(); // They would run at another moment on each of twins.
        var app = builder.Build();
        app.UseWebServiceDefaults();
        app.MapMemoryApi();
        await app.StartAsync();
        var server = new TenantServer(folder, app);
        server.AdminToken = await server.AddTokenAsync(null, null);
        return server;
    }

    public async Task<string> AddTokenAsync(IReadOnlyList<string>? namespaces, IReadOnlyList<string>? users)
    {
        var issued = await _app.Services.GetRequiredService<TokenService>().CreateAsync(
            new NewToken { Description = "test", Namespaces = namespaces, Users = users }, CancellationToken.None);
        return issued.Secret;
    }

    public async Task<Answer> SendAsync(string? token, string method, string path, string? body = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(body, null, "application/json");
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var response = await Client.SendAsync(request);
        return new Answer(
            (int)response.StatusCode, response.Headers.ETag?.ToString(), await response.Content.ReadAsStringAsync());
    }

    /// <summary>Everything an owner has, with versions, as the store holds it.</summary>
    public async Task<string> ReadAsync(Owner owner)
    {
        var scope = AccessScope.Of(owner);
        var sessions = _app.Services.GetRequiredService<IWorkingMemoryStore>();
        var listed = await sessions.ListAsync(scope, new SessionListing(null, null, Everything, 0), CancellationToken.None);
        var found = new List<Session?>();
        foreach (var key in listed.Sessions.OrderBy(key => key.SessionId, StringComparer.Ordinal))
        {
            found.Add(await sessions.FindAsync(
                scope, new SessionLookup(key.SessionId, owner.Namespace, owner.UserId), CancellationToken.None));
        }
        var memories = await _app.Services.GetRequiredService<IMemorySearchIndex>()
            .ListAsync(scope, MemoryFilter.None, 0, Everything, CancellationToken.None);
        var views = _app.Services.GetRequiredService<ISummaryViewStore>();
        var summaries = new List<object>();
        foreach (var view in await views.ListAsync(scope, CancellationToken.None))
            summaries.Add(new { view.View, Partitions = await views.ListPartitionsAsync(scope, view.View.Id, NoGroup, CancellationToken.None) });
        var dead = await _tasks.ListDeadAsync(scope, 0, Everything, CancellationToken.None);
        return JsonSerializer.Serialize(new { owner, found, memories, summaries, dead });
    }

    /// <summary>Waits until all background work that earlier requests caused is done.</summary>
    public async Task WaitUntilIdleAsync()
    {
        using var limit = new CancellationTokenSource(IdleLimit);
        while (await _tasks.CountAsync(limit.Token) is not { Queued: 0, Leased: 0 })
            await Task.Delay(2, limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await StackStore.RemoveAsync(_folder.FullName);
        _folder.Delete(recursive: true);
    }

    private sealed class AlwaysReady : IReadinessProbe
    {
        public ValueTask<ReadinessReport> CheckAsync(CancellationToken cancellationToken) => new(new ReadinessReport(
            ComponentStatus.Ok, new(ComponentStatus.Ok), "vector", new(ComponentStatus.Ok), new(ComponentStatus.NotConfigured),
            new(ComponentStatus.Ok), new Dictionary<string, bool>()));
    }
}
