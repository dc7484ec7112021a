using AgentMemory.Storage.Conformance;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;
using Microsoft.Data.Sqlite;

namespace AgentMemory.Storage.Sqlite.Tests;

/// <summary>What tests of the file itself share: a folder, options for a file in it, a raw connection beside the store.</summary>
public abstract class SqliteFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected static readonly Owner Ann = new("tests", "ann");

    protected static CancellationToken None => CancellationToken.None;

    protected string DatabasePath => PathOf("memory.db");

    protected string PathOf(string name) => _folder.File(name);

    protected StoreFixture Open(string? path = null, TimeSpan? busyTimeout = null, long? maximumBytes = null) =>
        SqliteStoreFixture.On(new SqliteStoreOptions
        {
            DatabasePath = path ?? DatabasePath,
            BusyTimeout = busyTimeout ?? TimeSpan.FromSeconds(5),
            MaximumBytes = maximumBytes,
        });

    protected SqliteConnection OpenRaw()
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <param name="sql">A constant of the test.</param>
    protected static object? Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    protected static async Task AppendAsync(StoreFixture store, string messageId, string? content = null) =>
        await store.WorkingMemory.AppendAsync(
            AccessScope.Everything,
            new SessionAppend { Key = new SessionKey(Ann, "s1"), Messages = [Samples.Message(messageId, content)] },
            WriteCondition.None, [], None);

    protected static async Task<string[]> MessageIdsAsync(StoreFixture store)
    {
        var session = await store.WorkingMemory.FindAsync(AccessScope.Everything, new SessionLookup("s1", Ann.Namespace, Ann.UserId), None);
        return [.. session?.Messages.Select(message => message.Id) ?? []];
    }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
