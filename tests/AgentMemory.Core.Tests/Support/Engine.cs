using AgentMemory.Embeddings;
using AgentMemory.LongTermMemory;
using AgentMemory.Prompts;
using AgentMemory.Search;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.TestStore;
using AgentMemory.WorkingMemory;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Tests;

/// <summary>The whole engine on a store of its own, without HTTP, at a time the test controls.</summary>
internal sealed class Engine : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("agent-memory-").FullName;
    private readonly ServiceProvider _services;

    public Engine(EngineOptions? options = null, EmbeddingModel? embedding = null, Action<IServiceCollection>? configure = null)
    {
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Time)
            .AddLogging()
            .AddStackStore(_folder)
            .AddMemoryEngine(options ?? new EngineOptions());
        if (embedding is not null)
            services.AddSingleton(embedding);
        configure?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public static AccessScope Everything => AccessScope.Everything;

    public ManualTime Time { get; } = new(Records.Now);

    public WorkingMemoryService Sessions => Get<WorkingMemoryService>();

    public LongTermMemoryService Memories => Get<LongTermMemoryService>();

    public SearchService Search => Get<SearchService>();

    public MemoryPromptService Prompts => Get<MemoryPromptService>();

    public ITaskQueue Queue => Get<ITaskQueue>();

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public T Handler<T>() where T : ITaskHandler => _services.GetServices<ITaskHandler>().OfType<T>().Single();

    public ITaskHandler HandlerOf(TaskLease lease) =>
        _services.GetServices<ITaskHandler>().Single(handler => handler.Kind == lease.Kind);

    public T Periodic<T>() where T : IPeriodicTask => _services.GetServices<IPeriodicTask>().OfType<T>().Single();

    /// <summary>Creates records the way a caller does.</summary>
    public Task<IReadOnlyList<UpsertResult>> CreateAsync(params MemoryRecord[] records) =>
        Memories.CreateAsync(Everything, records, deduplicate: true, null, null, CancellationToken.None);

    public Task<MemoryRecord?> FindAsync(string id) =>
        Get<ILongTermMemoryStore>().FindAsync(Everything, new(id), CancellationToken.None).AsTask();

    /// <summary>Runs what is due, and what that makes due, as a worker would; fails on the first task that does.</summary>
    public async Task RunDueTasksAsync()
    {
        while (await Queue.LeaseAsync("test", 10, TimeSpan.FromMinutes(1), CancellationToken.None) is { Count: > 0 } leases)
        {
            foreach (var lease in leases)
            {
                await HandlerOf(lease).RunAsync(lease, CancellationToken.None);
                Assert.True(await Queue.CompleteAsync(lease, CancellationToken.None));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await StackStore.RemoveAsync(_folder);
        Directory.Delete(_folder, recursive: true);
    }
}
