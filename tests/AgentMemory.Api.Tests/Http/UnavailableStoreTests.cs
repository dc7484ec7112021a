using System.Net;
using AgentMemory.Storage.Sqlite;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Api.Tests.Http;

public sealed class HostOnASharedFile : ApiHost
{
    protected override SqliteStoreOptions? StoreFile =>
        new() { DatabasePath = DatabasePath, BusyTimeout = TimeSpan.FromMilliseconds(200) };

    /// <summary>Another program's connection.</summary>
    public SqliteConnection OpenElsewhere()
    {
        var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        connection.Open();
        return connection;
    }
}

/// <summary>The file is damaged under the running server, in pages that it has not read yet.</summary>
public sealed class HostOnADamagedFile : ApiHost
{
    protected override SqliteStoreOptions? StoreFile => new() { DatabasePath = DatabasePath };

    public override async Task InitializeAsync()
    {
        var options = new SqliteStoreOptions { DatabasePath = DatabasePath };
        await using (var services = new ServiceCollection().AddSqliteStore(options).BuildServiceProvider())
        {
            await services.GetRequiredService<IWorkingMemoryStore>().PutAsync(
                AccessScope.Everything, new() { Key = new(default, "stored"), Context = new string('x', 100_000) },
                WriteCondition.None, [], CancellationToken.None);
        }

        await base.InitializeAsync();
        var bytes = await File.ReadAllBytesAsync(DatabasePath);
        bytes.AsSpan(4096).Fill(0xA5);
        await File.WriteAllBytesAsync(DatabasePath, bytes);
    }
}

public sealed class LockedStoreTests(HostOnASharedFile host) : IClassFixture<HostOnASharedFile>
{
    [Fact, Trait("Trap", "T30")]
    public async Task A_locked_file_is_503_for_writes_until_it_is_free_and_nothing_for_reads()
    {
        const string Path = "/v1/working-memory/locked";
        await host.Client.SendAsync("PUT", Path, """{"context":"before"}""");
        await using var other = host.OpenElsewhere();
        Run(other, "BEGIN EXCLUSIVE");

        foreach (var (method, path, body) in new (string, string, string?)[]
        {
            ("PUT", Path, """{"context":"refused"}"""),
            ("POST", Path + "/messages", """{"messages":[{"role":"user","content":"refused"}]}"""),
            ("DELETE", Path, null),
            ("POST", "/v1/long-term-memory/", """{"memories":[{"id":"refused","text":"refused"}]}"""),
        })
        {
            var refused = await host.Client.SendAsync(method, path, body);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
            Assert.Contains("locked by another process", refused.Detail.GetString(), StringComparison.Ordinal);
            Assert.True(refused.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        }

        Assert.Equal("before", (await host.Client.SendAsync("GET", Path)).Json.GetProperty("context").GetString());
        Run(other, "ROLLBACK");
        Assert.Equal(HttpStatusCode.OK, (await host.Client.SendAsync("PUT", Path, """{"context":"after"}""")).Status);
        Assert.Equal("""{"memories":[],"total":0,"next_offset":null}""", (await host.Client.SendAsync("POST", "/v1/long-term-memory/search", "{}")).Text);
    }

    /// <param name="sql">A constant of the test.</param>
    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}

public sealed class DamagedStoreTests(HostOnADamagedFile host) : IClassFixture<HostOnADamagedFile>
{
    [Theory, Trait("Trap", "T30")]
    [InlineData("GET", "/v1/working-memory/stored", null)]
    [InlineData("GET", "/v1/working-memory/", null)]
    [InlineData("GET", "/v1/long-term-memory/m1", null)]
    [InlineData("POST", "/v1/long-term-memory/search", "{}")]
    [InlineData("POST", "/v1/long-term-memory/search", """{"text":"anything"}""")]
    [InlineData("POST", "/v1/memory/prompt", """{"query":"q","session":{"session_id":"stored"}}""")]
    [InlineData("PUT", "/v1/working-memory/stored", "{}")]
    public async Task A_store_that_cannot_be_read_is_503_and_never_empty_or_not_found(string method, string path, string? body)
    {
        var answer = await host.Client.SendAsync(method, path, body);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.NotEmpty(answer.Detail.GetString()!);
        Assert.DoesNotContain("memory.db", answer.Text, StringComparison.Ordinal);
    }
}
