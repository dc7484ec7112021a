using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Maintenance;
using AgentMemory.Search;
using AgentMemory.Storage.Conformance;
using AgentMemory.SummaryViews;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.Usage;
using AgentMemory.WorkingMemory;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Storage.Sqlite.Tests;

/// <summary>One client of a database file: a service provider of its own, as in a process of its own.</summary>
internal sealed class SqliteStoreFixture : StoreFixture
{
    private readonly ServiceProvider _services;
    private readonly SqliteStoreOptions _options;
    private readonly TemporaryFolder? _folder;

    private SqliteStoreFixture(SqliteStoreOptions options, ManualTimeProvider clock, TemporaryFolder? folder)
    {
        (_options, Clock, _folder) = (options, clock, folder);
        _services = new ServiceCollection().AddSingleton<TimeProvider>(clock).AddSqliteStore(options).BuildServiceProvider();
    }

    public override IWorkingMemoryStore WorkingMemory => _services.GetRequiredService<IWorkingMemoryStore>();
    public override ILongTermMemoryStore LongTerm => _services.GetRequiredService<ILongTermMemoryStore>();
    public override IMemorySearchIndex Search => _services.GetRequiredService<IMemorySearchIndex>();
    public override ITaskQueue Tasks => _services.GetRequiredService<ITaskQueue>();
    public override ILeaseStore Leases => _services.GetRequiredService<ILeaseStore>();
    public override IEventLog Events => _services.GetRequiredService<IEventLog>();
    public override ITokenStore Tokens => _services.GetRequiredService<ITokenStore>();
    public override IUsageStore Usage => _services.GetRequiredService<IUsageStore>();
    public override ISummaryViewStore SummaryViews => _services.GetRequiredService<ISummaryViewStore>();
    public override IStoreMaintenance Maintenance => _services.GetRequiredService<IStoreMaintenance>();
    public override IStoreImport Import => _services.GetRequiredService<IStoreImport>();
    public override ManualTimeProvider Clock { get; }

    /// <summary>A client of a new file in a folder of its own, which goes with this client.</summary>
    public static StoreFixture New()
    {
        var folder = new TemporaryFolder();
        return new SqliteStoreFixture(new SqliteStoreOptions { DatabasePath = folder.File("memory.db") }, new ManualTimeProvider(), folder);
    }

    /// <summary>A client of the file the options name; whoever made its folder deletes it.</summary>
    public static StoreFixture On(SqliteStoreOptions options) => new SqliteStoreFixture(options, new ManualTimeProvider(), null);

    public override Task<StoreFixture> OpenSecondAsync() =>
        Task.FromResult<StoreFixture>(new SqliteStoreFixture(_options, Clock, null));

    public override async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder?.Dispose();
    }
}
