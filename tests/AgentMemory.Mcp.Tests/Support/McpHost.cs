using AgentMemory.LongTermMemory;
using AgentMemory.Mcp.Callers;
using AgentMemory.Storage.Sqlite;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.TestStore;
using AgentMemory.WorkingMemory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentMemory.Mcp.Tests.Support;

/// <summary>What the MCP interface offers, on the real engine and store; clients reach it through pipes in memory.</summary>
public class McpHost : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agent-memory-mcp-");
    private ServiceProvider? _services;

    public IServiceProvider Services => _services!;

    public RecordedLogs Logs { get; } = new();

    protected virtual EngineOptions Engine => new();

    /// <summary>Registered before everything else, so that it takes the place of a default.</summary>
    protected virtual void Configure(IServiceCollection services)
    {
    }

    protected string DatabasePath => Path.Combine(_folder.FullName, "memory.db");

    /// <summary>For tests of what happens to the file of the embedded store.</summary>
    protected virtual SqliteStoreOptions? StoreFile => null;

    public virtual Task InitializeAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddProvider(Logs));
        Configure(services);
        if (StoreFile is { } file)
            services.AddSqliteStore(file);
        else
            services.AddStackStore(_folder.FullName);
        services.AddMemoryEngine(Engine);
        services.AddMemoryMcp(new McpOptions());
        _services = services.BuildServiceProvider();
        return Task.CompletedTask;
    }

    /// <summary>A client of one caller.</summary>
    /// <param name="scope">Everything by default.</param>
    /// <param name="protocol">The revision the client insists on; by default the newest both know.</param>
    public Task<Connection> ConnectAsync(AccessScope? scope = null, CallDefaults? defaults = null, string? protocol = null) =>
        Connection.OpenAsync(
            Services.GetRequiredService<MemoryMcpProtocol>().OptionsFor(
                new McpCaller(scope ?? AccessScope.Everything, defaults ?? CallDefaults.None)),
            protocol);

    /// <summary>A connection for messages that no client library would send.</summary>
    public RawConnection OpenRaw() => RawConnection.Open(
        Services.GetRequiredService<MemoryMcpProtocol>().OptionsFor(new McpCaller(AccessScope.Everything, CallDefaults.None)));

    public async Task<MemoryRecord?> FindMemoryAsync(string id, Owner owner = default) =>
        await Services.GetRequiredService<ILongTermMemoryStore>().FindAsync(
            AccessScope.Everything, new MemoryLookup(id, owner.Namespace ?? "", owner.UserId ?? ""), CancellationToken.None);

    public async Task<Session?> FindSessionAsync(string id, Owner owner = default) =>
        await Services.GetRequiredService<IWorkingMemoryStore>().FindAsync(
            AccessScope.Of(owner), new SessionLookup(id, owner.Namespace, owner.UserId), CancellationToken.None);

    /// <summary>Runs what is due, and what that makes due, as a worker would; fails on the first task that does.</summary>
    public async Task RunDueTasksAsync()
    {
        var queue = Services.GetRequiredService<ITaskQueue>();
        while (await queue.LeaseAsync("test", 10, TimeSpan.FromMinutes(1), CancellationToken.None) is { Count: > 0 } leases)
        {
            foreach (var lease in leases)
            {
                var handler = Services.GetServices<ITaskHandler>().Single(handler => handler.Kind == lease.Kind);
                await handler.RunAsync(lease, CancellationToken.None);
                Assert.True(await queue.CompleteAsync(lease, CancellationToken.None));
            }
        }
    }

    public virtual async Task DisposeAsync()
    {
        await _services!.DisposeAsync();
        await StackStore.RemoveAsync(_folder.FullName);
        _folder.Delete(recursive: true);
    }
}
