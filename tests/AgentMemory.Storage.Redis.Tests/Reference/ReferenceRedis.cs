using System.Globalization;
using System.Runtime.InteropServices;
using AgentMemory.Maintenance.Reference;
using AgentMemory.Storage.Redis.Reference;
using StackExchange.Redis;
using Xunit.Sdk;

namespace AgentMemory.Storage.Redis.Tests.Reference;

/// <summary>
/// A database as the reference server lays it out (spec 11), on a plain <c>redis-server</c> of this test process: reading it
/// needs no module, save where documents are.
/// </summary>
internal sealed class ReferenceRedis : IAsyncDisposable
{
    private const int Databases = 16;

    private static readonly Lazy<Task<LocalRedis?>> Plain = new(static () => LocalRedis.TryStartAsync());
    private static int _last = -1;

    private readonly ConnectionMultiplexer _connection;
    private readonly int _number;

    private ReferenceRedis(ConnectionMultiplexer connection, int number, string server) =>
        (_connection, _number, Server) = (connection, number, server);

    /// <summary>Host and port.</summary>
    public string Server { get; }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"redis://{Server}/{_number}");

    public IDatabase Database => _connection.GetDatabase(_number);

    /// <summary>An empty one.</summary>
    /// <exception cref="SkipException">There is no <c>redis-server</c>.</exception>
    public static async Task<ReferenceRedis> NewAsync()
    {
        var server = await Plain.Value ?? throw SkipException.ForSkip("There is no redis-server to lay out a database on");
        return await OpenAsync(server.Address, Interlocked.Increment(ref _last) % Databases);
    }

    /// <summary>An empty one on a server with RedisJSON.</summary>
    /// <exception cref="SkipException">The tests' Redis has no RedisJSON.</exception>
    public static async Task<ReferenceRedis> NewWithJsonAsync()
    {
        var server = await TestRedis.DemandAsync(needsSearch: false);
        var redis = await OpenAsync(server, Databases - 1, isOwn: false);
        if ((RedisResult[])(await redis.Database.ExecuteAsync("COMMAND", "INFO", "JSON.SET"))! is [{ IsNull: false }])
            return redis;
        await redis.DisposeAsync();
        throw SkipException.ForSkip("This Redis has no RedisJSON: set AGENT_MEMORY_TEST_REDIS to a Redis 8 or Redis Stack");
    }

    public Task<IReferenceDatabase> ReadAsync(Func<ReferenceSource, ReferenceSource>? change = null)
    {
        var source = new ReferenceSource { Address = Address };
        return new ReferenceDatabases().OpenAsync(change?.Invoke(source) ?? source, CancellationToken.None);
    }

    /// <summary>As the reference writes a record (spec 17.6).</summary>
    public Task AddMemoryAsync(string id, float[]? vector = null, params (string Name, string Value)[] changes)
    {
        var fields = new Dictionary<string, RedisValue>
        {
            ["id_"] = id,
            ["text"] = $"User lives in {id}",
            ["session_id"] = "s1",
            ["user_id"] = "alice",
            ["namespace"] = "demo",
            ["memory_type"] = "semantic",
            ["extraction_strategy"] = "discrete",
            ["extraction_strategy_config"] = "{}",
            ["metadata"] = "{}",
            ["topics"] = "home",
            ["entities"] = "",
            ["extracted_from"] = "",
            ["memory_hash"] = "0",
            ["discrete_memory_extracted"] = "t",
            ["pinned"] = "0",
            ["access_count"] = "0",
            ["created_at"] = "1769853600.0",
            ["last_accessed"] = "1769853600.0",
            ["updated_at"] = "1769853600.0",
        };
        if (vector is not null)
            fields["vector"] = MemoryMarshal.AsBytes<float>(vector).ToArray();
        foreach (var (name, value) in changes)
            fields[name] = value;
        return Database.HashSetAsync("memory_idx:" + id, [.. fields.Select(field => new HashEntry(field.Key, field.Value))]);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static async Task<ReferenceRedis> OpenAsync(string server, int number, bool isOwn = true)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(server + ",allowAdmin=true");
        var redis = new ReferenceRedis(connection, number, server);
        if (isOwn)
            await connection.GetServers()[0].FlushDatabaseAsync(number);
        return redis;
    }
}
