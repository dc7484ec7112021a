using AgentMemory.LongTermMemory;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using FsCheck;
using FsCheck.Fluent;

namespace AgentMemory.Storage.Conformance;

/// <summary>What all suites share: a fresh store per test, and a second client of it on demand.</summary>
public abstract class StoreConformance : IAsyncLifetime
{
    private readonly List<StoreFixture> _others = [];
    private StoreFixture? _store;

    /// <summary>A longer wait than this for something prompt is a failure, not slowness.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    protected static readonly Owner Ann = new("tests", "ann");
    protected static readonly Owner Bob = new("tests", "bob");

    /// <summary>Neither namespace nor user.</summary>
    protected static readonly Owner Nobody = new(null, null);

    protected static readonly AccessScope Everything = AccessScope.Everything;
    protected static readonly AccessScope OnlyAnn = AccessScope.Of(Ann);
    protected static readonly AccessScope OnlyBob = AccessScope.Of(Bob);

    protected static CancellationToken None => CancellationToken.None;

    protected StoreFixture Store => _store ?? throw new InvalidOperationException("The store is opened before each test");

    protected ManualTimeProvider Clock => Store.Clock;

    /// <summary>A client of a new, empty store.</summary>
    protected abstract Task<StoreFixture> OpenStoreAsync();

    public async Task InitializeAsync() => _store = await OpenStoreAsync();

    public async Task DisposeAsync()
    {
        foreach (var other in _others)
            await other.DisposeAsync();
        if (_store is not null)
            await _store.DisposeAsync();
    }

    protected async Task<StoreFixture> OtherClientAsync()
    {
        var other = await Store.OpenSecondAsync();
        _others.Add(other);
        return other;
    }

    protected static TaskRequest NewTask(Owner owner, string? key = null, string payload = "{}", DateTimeOffset? dueAt = null,
        string kind = "test_kind") =>
        new() { Kind = kind, Owner = owner, Payload = payload, Key = key, DueAt = dueAt };

    protected static MemoryKey KeyOf(MemoryRecord record) => new(record.Owner, record.Id);

    protected static UpsertOptions Operation(string id, bool deduplicate = true) =>
        new() { OperationId = id, Deduplicate = deduplicate };

    /// <summary>Writes records as they are, each call its own operation.</summary>
    protected Task<IReadOnlyList<UpsertResult>> UpsertAsync(params IReadOnlyList<MemoryRecord> records) =>
        Store.LongTerm.UpsertAsync(Everything, records, Operation(Guid.NewGuid().ToString("N"), deduplicate: false), None);

    /// <summary>Tries the property on random cases, and on smaller ones once it fails.</summary>
    /// <remarks>FsCheck waits for each case, so it gets a thread of its own.</remarks>
    protected static Task CheckAsync<T>(Gen<T> cases, int count, Func<T, Task> property) =>
        Task.Run(() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(count), Prop.ForAll(cases.ToArbitrary(), property)));

    /// <summary>Kinds of all logged events, oldest first.</summary>
    protected async Task<IReadOnlyList<string>> EventKindsAsync(long after = 0) =>
        [.. (await Store.Events.ReadAsync(Everything, EventFilter.All, after, 1000, None)).Entries.Select(entry => entry.Kind)];

    /// <summary>A number that only later events exceed.</summary>
    protected async Task<long> LastEventAsync() =>
        (await Store.Events.ReadAsync(Everything, EventFilter.All, 0, 1000, None)).Entries is [.., var last] ? last.Sequence : 0;
}
