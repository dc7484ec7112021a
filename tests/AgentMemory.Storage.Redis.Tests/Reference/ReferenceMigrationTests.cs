using AgentMemory.LongTermMemory;
using AgentMemory.Maintenance;
using AgentMemory.Maintenance.Reference;
using AgentMemory.Search;
using AgentMemory.Storage.Sqlite;
using AgentMemory.SummaryViews;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Storage.Redis.Tests.Reference;

/// <summary>From a database laid out in a real Redis as the reference does, into a store of ours.</summary>
[Trait("Spec", "19.7")]
public sealed class ReferenceMigrationTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agentmemory-migration-");
    private ReferenceRedis _redis = null!;
    private ServiceProvider _services = null!;

    public async Task InitializeAsync()
    {
        _redis = await ReferenceRedis.NewAsync();
        _services = new ServiceCollection()
            .AddSqliteStore(new SqliteStoreOptions { DatabasePath = Path.Combine(_folder.FullName, "memory.db") })
            .AddMemoryEngine(new EngineOptions())
            .AddReferenceDatabases()
            .BuildServiceProvider();
    }

    public async Task DisposeAsync()
    {
        if (_services is not null)
            await _services.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Everything_the_reference_wrote_is_here_afterwards_and_a_second_run_changes_nothing()
    {
        await LayOutAsync();

        var report = await MigrateAsync();

        Assert.Equal((4, 3, 1), (report.Memories.Found, report.Memories.Migrated, report.Memories.Skipped.Values.Sum()));
        Assert.Equal((3, 2, 1), (report.Sessions.Found, report.Sessions.Migrated, report.Sessions.Unreadable));
        Assert.Equal((1, 1, 1), (report.SummaryViews.Migrated, report.Summaries.Migrated, report.Tokens.Found));
        Assert.Equal(new VectorReport("text-embedding-3-small", Migrated: 1, Missing: 2, Unusable: 0), report.Vectors);
        Assert.Equal([new UnreadableKey("working_memory:broken", "holds no JSON")], report.Sessions.UnreadableKeys);

        var memories = _services.GetRequiredService<ILongTermMemoryStore>();
        var pipes = await memories.FindAsync(AccessScope.Of(new("demo", "alice")), new("pipes"), CancellationToken.None);
        Assert.Equal(["home", "travel"], pipes!.Topics);
        var embedded = await _services.GetRequiredService<IMemorySearchIndex>().VectorsAsync(
            AccessScope.Everything, [new(new("demo", "alice"), "m-1")], new("text-embedding-3-small", 2), CancellationToken.None);
        Assert.Equal([0.6f, 0.8f], embedded.Values.Single().ToArray());

        var session = await _services.GetRequiredService<IWorkingMemoryStore>().FindAsync(
            AccessScope.Everything, new("s1", "demo", "alice"), CancellationToken.None);
        Assert.Equal(("I live in Oslo", true), (session!.Messages[0].Content, session.Messages[0].DiscreteMemoryExtracted));
        Assert.InRange((session.ExpiresAt!.Value - DateTimeOffset.UtcNow).TotalSeconds, 1, 600);

        var again = await MigrateAsync();
        Assert.Equal((3, 0, 2, 0), (
            again.Memories.AlreadyThere, again.Memories.Migrated, again.Sessions.AlreadyThere, again.Sessions.Migrated));
        Assert.Equal((1, 1), (again.SummaryViews.AlreadyThere, again.Summaries.AlreadyThere));
        Assert.Equal(pipes.Version, (await memories.FindAsync(AccessScope.Everything, new("pipes"), CancellationToken.None))!.Version);
    }

    [Fact]
    public async Task Nothing_of_the_source_changes()
    {
        await LayOutAsync();
        var before = await DumpAsync();

        await MigrateAsync();

        Assert.Equal(before, await DumpAsync());
    }

    private async Task LayOutAsync()
    {
        await _redis.AddMemoryAsync("m-1", [3, 4]);
        await _redis.AddMemoryAsync("pipes", null, ("topics", "home|travel"));
        await _redis.AddMemoryAsync("elsewhere", null, ("user_id", "bob"));
        await _redis.Database.HashSetAsync("memory_idx:deleted", [new("last_accessed", "1769853600"), new("access_count", "1")]);
        await _redis.Database.StringSetAsync(
            "working_memory:demo:alice:s1",
            """
            {"session_id":"s1","namespace":"demo","user_id":"alice","ttl_seconds":600,"memories":[],"messages":[
              {"role":"user","content":"I live in Oslo","id":"m1","created_at":"2026-01-31T10:00:00Z","discrete_memory_extracted":"t"}]}
            """,
            TimeSpan.FromSeconds(600));
        await _redis.Database.StringSetAsync("working_memory:old", """{"messages":[{"role":"user","content":"Hi"}]}""");
        await _redis.Database.StringSetAsync("working_memory:broken", "{");
        await _redis.Database.StringSetAsync("summary_view:v1:config", """{"id":"v1","source":"long_term","group_by":["user_id"]}""");
        await _redis.Database.StringSetAsync(
            "summary_view:v1:summary:user_id=alice",
            """{"view_id":"v1","group":{"user_id":"alice"},"summary":"Lives in Oslo","memory_count":1,"computed_at":"2026-01-31T10:00:00Z"}""");
        await _redis.Database.StringSetAsync(
            "auth_token:$2b$12$abc", """{"description":"laptop","created_at":"2026-01-01T00:00:00Z","expires_at":null,"token_hash":"$2b$12$abc"}""");
    }

    private async Task<ReferenceMigrationReport> MigrateAsync()
    {
        await using var source = await _services.GetRequiredService<IReferenceDatabases>().OpenAsync(
            new() { Address = _redis.Address }, CancellationToken.None);
        return await _services.GetRequiredService<ReferenceMigration>().RunAsync(
            source,
            new()
            {
                EmbeddingModel = "text-embedding-3-small",
                ReadView = static view => new(
                    new SummaryView { Id = "", Source = view.GetProperty("source").GetString()!, GroupBy = ["user_id"] }, MemoryFilter.None),
            },
            new Progress<MaintenanceProgress>(), CancellationToken.None);
    }

    private async Task<SortedDictionary<string, string>> DumpAsync()
    {
        var dump = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var server = _redis.Database.Multiplexer.GetServers()[0];
        await foreach (var key in server.KeysAsync(_redis.Database.Database))
            dump.Add(key!, Convert.ToBase64String((await _redis.Database.KeyDumpAsync(key))!));
        return dump;
    }
}
