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

namespace AgentMemory.Storage.Redis.Tests;

/// <summary>One client of a store of its own on the tests' Redis: a service provider of its own, as in a process of its own.</summary>
internal sealed class RedisStoreFixture : StoreFixture
{
    private readonly ServiceProvider _services;
    private readonly RedisStoreOptions _options;
    private readonly bool _isFirst;

    private RedisStoreFixture(RedisStoreOptions options, ManualTimeProvider clock, bool isFirst)
    {
        (_options, Clock, _isFirst) = (options, clock, isFirst);
        _services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(clock).AddRedisStore(options).BuildServiceProvider();
    }

    public override IWorkingMemoryStore WorkingMemory => _services.GetRequiredService<IWorkingMemoryStore>();
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

    /// <summary>Memories are scanned and counted by Search, whatever else the test is about.</summary>
    public override ILongTermMemoryStore LongTerm
    {
        get
        {
            TestRedis.DemandSearch();
            return _services.GetRequiredService<ILongTermMemoryStore>();
        }
    }

    public RedisStoreOptions Options => _options;

    /// <summary>A client of a new store, which goes with this client.</summary>
    /// <param name="needsSearch">Skips the test where Redis has no Search.</param>
    public static async Task<StoreFixture> NewAsync(bool needsSearch) => await NewAsync(needsSearch, options => options);

    public static async Task<RedisStoreFixture> NewAsync(bool needsSearch, Func<RedisStoreOptions, RedisStoreOptions> change)
    {
        var server = await TestRedis.DemandAsync(needsSearch);
        var options = new RedisStoreOptions { Connection = server, Name = $"test-{Guid.NewGuid():N}" };
        return new RedisStoreFixture(change(options), new ManualTimeProvider(), isFirst: true);
    }

    public override Task<StoreFixture> OpenSecondAsync() => Task.FromResult<StoreFixture>(Open(options => options));

    /// <summary>Another client of this store, opened with other options.</summary>
    public RedisStoreFixture Open(Func<RedisStoreOptions, RedisStoreOptions> change) => new(change(_options), Clock, isFirst: false);

    public override async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_isFirst)
            await TestRedis.RemoveAsync(_options);
    }
}
