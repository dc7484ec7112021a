using System.Globalization;
using System.Text.Json.Nodes;
using AgentMemory.Cli.Tests;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Tests.Reference;

/// <summary>The built tool as a process, from a Redis that the reference wrote into a store on another, or on the same one.</summary>
[Trait("Spec", "19.7")]
public sealed class MigrationCommandTests : IAsyncLifetime, IDisposable
{
    private const string Command = "migrate-from-reference";
    private const int Many = 1500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CommandLine _tool = new();
    private ReferenceRedis _redis = null!;
    private RedisStoreOptions? _store;

    public async Task InitializeAsync()
    {
        var server = await TestRedis.DemandAsync(needsSearch: true);
        _redis = await ReferenceRedis.NewAsync();
        _store = new() { Connection = server, Name = $"test-{Guid.NewGuid():N}" };
        _tool.Variables["REDIS_URL"] = server;
        _tool.Variables["AGENT_MEMORY_REDIS_PREFIX"] = _store.Name;
    }

    public async Task DisposeAsync()
    {
        if (_redis is not null)
            await _redis.DisposeAsync();
        if (_store is not null)
            await TestRedis.RemoveAsync(_store);
    }

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task It_asks_then_migrates_and_reports_and_what_it_migrated_is_found()
    {
        await _redis.AddMemoryAsync("Oslo");
        await _redis.AddMemoryAsync("Lyon", null, ("memory_type", ""));
        await _redis.Database.StringSetAsync("working_memory:broken", "{");
        await _redis.Database.StringSetAsync("auth_token:$2b$12$abc", """{"description":"laptop\u001b[31m","expires_at":null}""");

        var told = await RunJsonAsync(exitCode: 1, "--dry-run");
        Assert.Equal((true, 2, 0), ((bool)told["dry_run"]!, (int)told["memories"]!["migrated"]!, await CountAsync()));
        var unasked = await _tool.RunAsync(Command, "--from", _redis.Address);
        Assert.Equal((2, "", 0), (unasked.ExitCode, unasked.Output, await CountAsync()));
        Assert.Contains($"Migrate from Redis at {_redis.Server} into Redis at ", unasked.Error, StringComparison.Ordinal);

        var done = await _tool.RunAsync(Command, "--from", _redis.Address, "--force");

        Assert.Equal(1, done.ExitCode);
        Assert.Matches(@"(?m)^memories +2 +2 +0 +0 +0 +0\r?$", done.Output);
        Assert.Matches(@"(?m)^sessions +1 +0 +0 +0 +0 +1\r?$", done.Output);
        Assert.Contains("  working_memory:broken  holds no JSON", done.Output, StringComparison.Ordinal);
        Assert.Contains("  1  a missing or unknown type became `message`", done.Output, StringComparison.Ordinal);
        Assert.Contains("  laptop [31m  (never expires)", done.Output, StringComparison.Ordinal);
        Assert.Contains("Reading the reference's keys: 4", done.Error, StringComparison.Ordinal);
        Assert.Equal(2, await CountAsync());
        Assert.Equal(2, (int)(await RunJsonAsync(exitCode: 1, "--force"))["memories"]!["already_there"]!);
    }

    [Fact]
    public async Task One_that_was_killed_is_started_again_and_ends_with_everything_once()
    {
        await Task.WhenAll(Enumerable.Range(0, Many).Select(i => _redis.AddMemoryAsync($"m{i}")));
        using (var process = _tool.Start(Command, "--from", _redis.Address, "--batch-size", "5", "--force"))
        {
            using var patience = new CancellationTokenSource(Patience);
            await using var connection = await ConnectionMultiplexer.ConnectAsync(_store!.Connection);
            while (await connection.GetDatabase().SortedSetLengthAsync($"{{{_store.Name}}}:memory-numbers") < 20)
            {
                Assert.False(process.HasExited);
                await Task.Delay(5, patience.Token);
            }

            process.Kill();
            await process.WaitForExitAsync(patience.Token);
        }

        var report = await RunJsonAsync(exitCode: 0, "--force");

        var memories = report["memories"]!;
        Assert.InRange((int)memories["already_there"]!, 20, Many - 1);
        Assert.Equal((Many, 0), (
            (int)memories["already_there"]! + (int)memories["migrated"]!, (int)memories["different"]! + (int)memories["unreadable"]!));
        Assert.Equal(Many, await CountAsync());
    }

    [Fact]
    public async Task Source_and_store_may_be_one_database()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(_store!.Connection);
        var database = connection.GetDatabase();
        var unique = $"test-{Guid.NewGuid():N}";
        RedisKey memory = $"{unique}:m1", session = $"working_memory:{unique}:s1";
        try
        {
            await database.HashSetAsync(memory, [new("id_", "m1"), new("text", "Known"), new("namespace", unique)]);
            await database.StringSetAsync(session, $$"""{"session_id":"s1","namespace":"{{unique}}"}""");
            string[] arguments = ["--index-prefix", unique, "-n", unique, "--force"];

            var report = await RunJsonAsync(_store.Connection, exitCode: null, arguments);

            Assert.Equal((1, 1), ((int)report["memories"]!["migrated"]!, (int)report["sessions"]!["migrated"]!));
            Assert.True(await database.KeyExistsAsync(memory) && await database.KeyExistsAsync(session));
            Assert.Equal(1, (int)(await RunJsonAsync(_store.Connection, exitCode: null, arguments))["memories"]!["already_there"]!);
        }
        finally
        {
            await database.KeyDeleteAsync([memory, session]);
        }
    }

    [Fact]
    public async Task What_cannot_be_is_one_line_and_exit_code_1()
    {
        var silent = await _tool.RunAsync(Command, "--from", "127.0.0.1:1,password=hidden,connectTimeout=300", "--force");
        Assert.Equal((1, ""), (silent.ExitCode, silent.Output));
        Assert.StartsWith("agent-memory: The reference's Redis cannot be read", silent.Error, StringComparison.Ordinal);
        Assert.Single(silent.Error.Trim().Split('\n'));
        Assert.DoesNotContain("hidden", silent.Error, StringComparison.Ordinal);

        _tool.Variables["OPENAI_API_KEY"] = "sk-test";
        var other = await _tool.RunAsync(
            Command, "--from", _redis.Address, "--embedding-model", "ollama/nomic-embed-text", "--force");
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("this store embeds with text-embedding-3-small, which vectors of nomic-embed-text", other.Error, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync());
    }

    private Task<JsonNode> RunJsonAsync(int exitCode, params string[] arguments) => RunJsonAsync(_redis.Address, exitCode, arguments);

    private async Task<JsonNode> RunJsonAsync(string from, int? exitCode, params string[] arguments)
    {
        var result = await _tool.RunAsync([Command, "--from", from, "--format", "json", .. arguments]);
        Assert.True(exitCode is null || result.ExitCode == exitCode, result.Error);
        return JsonNode.Parse(result.Output)!;
    }

    /// <summary>Memories that a search of the tool finds.</summary>
    private async Task<int> CountAsync()
    {
        var found = await _tool.RunAsync("search", "--limit", "1", "--format", "json");
        Assert.True(found.ExitCode == 0, found.Error);
        return int.Parse(JsonNode.Parse(found.Output)!["total"]!.ToString(), CultureInfo.InvariantCulture);
    }
}
