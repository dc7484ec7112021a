using System.Runtime.InteropServices;
using AgentMemory.Errors;
using AgentMemory.Maintenance.Reference;
using AgentMemory.Storage.Redis.Reference;

namespace AgentMemory.Storage.Redis.Tests.Reference;

[Trait("Spec", "11")]
public sealed class ReferenceDatabaseTests : IAsyncLifetime
{
    private ReferenceRedis _redis = null!;

    public async Task InitializeAsync() => _redis = await ReferenceRedis.NewAsync();

    public async Task DisposeAsync()
    {
        if (_redis is not null)
            await _redis.DisposeAsync();
    }

    [Fact]
    public async Task A_hash_is_read_field_by_field_and_its_vector_by_itself()
    {
        await _redis.AddMemoryAsync("żółw 1", [1.5f, -2], ("topics", "a|b"));
        await _redis.AddMemoryAsync("m2");
        await using var source = await _redis.ReadAsync();

        var items = await ReadAllAsync(source);

        var memory = items.OfType<ReferenceMemory>().Single(item => item.IdOfKey == "żółw 1");
        Assert.Equal(("memory_idx:żółw 1", "a|b", ""), (memory.Key, memory.Fields["topics"], memory.Fields["entities"]));
        Assert.False(memory.Fields.ContainsKey("vector"));
        Assert.False(memory.Fields.ContainsKey("event_date"));
        var vectors = await source.ReadVectorsAsync(["memory_idx:m2", memory.Key, "memory_idx:none"], CancellationToken.None);
        Assert.Equal([1.5f, -2], MemoryMarshal.Cast<byte, float>(vectors[1].Span).ToArray());
        Assert.True(vectors[0].IsEmpty && vectors[2].IsEmpty);
    }

    [Fact]
    [Trait("Spec", "11.4")]
    [Trait("Spec", "11.5")]
    public async Task Every_key_is_what_its_name_says()
    {
        await _redis.AddMemoryAsync("m1");
        string[] strings =
        [
            "working_memory:demo:alice:s1", "summary_view:v1:config", "summary_view:v1:summary:user_id=alice", "auth_token:$2b$12$abc",
            "task:t1", "extraction_pending:s1", "extraction_debounce:s1", "memory-server:runs:1", "{memory-server}:queue", "sessions",
            "sessions:demo", "messages:s1", "other", "memory_idx2:m1", "memory_idx", "summary_view:broken", "{agent-memory}:memory:x",
        ];
        foreach (var key in strings)
            await _redis.Database.StringSetAsync(key, "{}");
        await _redis.Database.StringSetAsync("working_memory:migration:complete", "true");
        await _redis.Database.StringSetAsync("working_memory:migration:remaining", "3");
        await _redis.Database.SetAddAsync("summary_view:index", "v1");
        await _redis.Database.SetAddAsync("auth_tokens:list", "$2b$12$abc");

        var items = await ReadAllAsync();

        Assert.Equal(strings.Length + 5, items.Count);
        Assert.IsType<ReferenceView>(items[0]);
        Assert.Equal("m1", Single<ReferenceMemory>(items).IdOfKey);
        Assert.Equal("demo:alice:s1", Single<ReferenceSession>(items).Name);
        Assert.Equal("v1", Single<ReferenceView>(items).ViewId);
        Assert.Equal("v1", Single<ReferencePartition>(items).ViewId);
        Assert.Equal("auth_token:$2b$12$abc", Single<ReferenceToken>(items).Key);
        var leftovers = items.OfType<ReferenceLeftover>().CountBy(item => item.Kind).ToDictionary();
        Assert.Equal(
            new Dictionary<LeftoverKind, int>
            {
                [LeftoverKind.Task] = 1,
                [LeftoverKind.Queue] = 2,
                [LeftoverKind.Internal] = 6,
                [LeftoverKind.Obsolete] = 3,
                [LeftoverKind.Foreign] = 5,
            },
            leftovers);
    }

    [Fact]
    [Trait("Trap", "T29")]
    public async Task A_session_may_have_the_name_of_a_counter()
    {
        await _redis.Database.StringSetAsync("working_memory:migration:complete", """{"session_id":"migration:complete"}""");

        Assert.Equal("migration:complete", Single<ReferenceSession>(await ReadAllAsync()).Name);
    }

    [Fact]
    [Trait("Trap", "T63")]
    public async Task Prefixes_are_those_of_the_references_settings()
    {
        await _redis.AddMemoryAsync("m1");
        await _redis.Database.HashSetAsync("shop:m2", [new("text", "x")]);
        await _redis.Database.StringSetAsync("jobs:stream", "x");

        var items = await ReadAllAsync(await _redis.ReadAsync(source => source with { IndexPrefix = "shop", DocketName = "jobs" }));

        Assert.Equal("m2", Single<ReferenceMemory>(items).IdOfKey);
        Assert.Equal([LeftoverKind.Foreign, LeftoverKind.Queue], items.OfType<ReferenceLeftover>().Select(item => item.Kind).Order().Reverse());
    }

    [Fact]
    [Trait("Spec", "10.1")]
    public async Task A_legacy_string_is_a_session_with_what_is_left_of_its_ttl()
    {
        await _redis.Database.StringSetAsync("working_memory:s1", """{"session_id":"s1"}""", TimeSpan.FromSeconds(500));
        await _redis.Database.StringSetAsync("working_memory:s2", """{"session_id":"s2"}""");

        var sessions = (await ReadAllAsync()).OfType<ReferenceSession>().ToDictionary(item => item.Name);

        Assert.InRange(sessions["s1"].ExpiresIn!.Value.TotalSeconds, 400, 500);
        Assert.Equal((null, """{"session_id":"s2"}"""), (sessions["s2"].ExpiresIn, sessions["s2"].Json));
    }

    [Fact]
    [Trait("Spec", "11.1")]
    public async Task A_document_of_RedisJSON_is_a_session()
    {
        await using var redis = await ReferenceRedis.NewWithJsonAsync();
        var key = $"working_memory:test-{Guid.NewGuid():N}";
        await redis.Database.ExecuteAsync("JSON.SET", key, "$", """{"session_id":"s1","messages":[{"role":"user","content":"żółw"}]}""");
        try
        {
            await using var source = await redis.ReadAsync();
            var session = (await ReadAllAsync(source)).OfType<ReferenceSession>().Single(item => item.Key == key);
            using var json = System.Text.Json.JsonDocument.Parse(session.Json);
            Assert.Equal("żółw", json.RootElement.GetProperty("messages")[0].GetProperty("content").GetString());
        }
        finally
        {
            await redis.Database.KeyDeleteAsync(key);
        }
    }

    [Fact]
    public async Task A_key_of_another_type_is_unreadable_and_ends_nothing()
    {
        await _redis.Database.StringSetAsync("memory_idx:m1", "x");
        await _redis.Database.HashSetAsync("working_memory:s1", [new("a", "b")]);
        await _redis.Database.ListLeftPushAsync("summary_view:v1:config", "x");
        await _redis.Database.ListLeftPushAsync("auth_token:x", "x");
        await _redis.AddMemoryAsync("m2");

        var items = await ReadAllAsync();

        Assert.Equal(
            [
                ("auth_token:x", ReferenceKind.Token, "is no string"), ("memory_idx:m1", ReferenceKind.Memory, "is no hash"),
                ("summary_view:v1:config", ReferenceKind.View, "is no string"),
                ("working_memory:s1", ReferenceKind.Session, "is a hash, neither a JSON document nor a string"),
            ],
            items.OfType<ReferenceUnreadable>().Select(item => (item.Key, item.Kind, item.Reason)).OrderBy(item => item.Key));
        Single<ReferenceMemory>(items);
    }

    [Fact]
    public async Task Any_number_of_keys_is_read_each_once_with_progress()
    {
        await Task.WhenAll(Enumerable.Range(0, 1500).Select(i => _redis.AddMemoryAsync($"m{i}")));
        await Task.WhenAll(Enumerable.Range(0, 130).Select(i => _redis.Database.StringSetAsync($"working_memory:s{i}", "{}")));
        await using var source = await _redis.ReadAsync(source => source with { BatchSize = 100 });

        var (items, seen) = (new List<ReferenceItem>(), new List<long>());
        await foreach (var page in source.ReadAsync(CancellationToken.None))
        {
            Assert.InRange(page.Items.Count, 0, 100);
            Assert.Equal(1630, page.Total);
            items.AddRange(page.Items);
            seen.Add(page.Seen);
        }

        Assert.Equal(1500, items.OfType<ReferenceMemory>().Select(item => item.Key).Distinct().Count());
        Assert.Equal(130, items.OfType<ReferenceSession>().Select(item => item.Key).Distinct().Count());
        Assert.Equal((1630, 1630), (items.Count, seen[^1]));
        Assert.Equal(seen.Order(), seen);
    }

    [Fact]
    public async Task Reading_is_all_it_needs_to_be_allowed()
    {
        await _redis.AddMemoryAsync("m1", [1, 2]);
        await _redis.Database.StringSetAsync("working_memory:s1", """{"session_id":"s1"}""", TimeSpan.FromHours(1));
        await _redis.Database.StringSetAsync("summary_view:v1:config", "{}");
        await _redis.Database.ExecuteAsync(
            "ACL", "SETUSER", "reader", "on", ">secret:/@", "~*", "&*", "-@all", "+@read", "+@connection", "+info");
        await using var source = await _redis.ReadAsync(
            source => source with { Address = _redis.Address.Replace("redis://", "redis://reader:secret%3A%2F%40@", StringComparison.Ordinal) });

        Assert.Equal(3, (await ReadAllAsync(source)).Count);
        Assert.Equal(8, (await source.ReadVectorsAsync(["memory_idx:m1"], CancellationToken.None))[0].Length);
        Assert.Equal("Redis at " + _redis.Server, source.Name);
    }

    [Fact]
    public async Task An_address_that_is_none_and_one_where_nothing_answers_are_refused_with_the_fix()
    {
        var unreadable = await Assert.ThrowsAsync<InvalidRequestException>(() => OpenAsync("http://localhost"));
        Assert.Contains("redis://", unreadable.Message, StringComparison.Ordinal);
        var silent = await Assert.ThrowsAsync<StoreUnavailableException>(() => OpenAsync("127.0.0.1:1,connectTimeout=200,password=hidden"));
        Assert.Contains("The reference's Redis cannot be read", silent.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", silent.Message, StringComparison.Ordinal);
    }

    private static Task<IReferenceDatabase> OpenAsync(string address) =>
        new ReferenceDatabases().OpenAsync(new() { Address = address }, CancellationToken.None);

    private static T Single<T>(IEnumerable<ReferenceItem> items) => Assert.Single(items.OfType<T>());

    private async Task<List<ReferenceItem>> ReadAllAsync(IReferenceDatabase? source = null)
    {
        source ??= await _redis.ReadAsync();
        var items = new List<ReferenceItem>();
        await foreach (var page in source.ReadAsync(CancellationToken.None))
            items.AddRange(page.Items);
        return items;
    }
}
