using System.Net;
using AgentMemory.Tenancy;

namespace AgentMemory.Cli.Tests;

[Trait("Spec", "8")]
public sealed class DeleteCommandTests : IDisposable
{
    private readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task Memories_are_gone_for_a_running_server_at_once()
    {
        await StoredData.AddAsync(_tool, StoredData.Memory("m1", "one"), StoredData.Memory("m2", "two"), StoredData.Memory("m3", "three"));
        await using var server = await ServerProcess.StartAsync(_tool.DataFolder);
        await server.Client.OkAsync("GET", "/v1/long-term-memory/m1");

        var deleted = await _tool.JsonAsync("delete", "memory", "m1", "m2", "m1", "-f");

        Assert.Equal(
            """{"dry_run":false,"deleted":2,"memories":[{"id":"m1","namespace":null,"user_id":null},{"id":"m2","namespace":null,"user_id":null}],"not_found":[]}""",
            deleted.ToJsonString());
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.SendAsync("GET", "/v1/long-term-memory/m1")).Status);
        await server.Client.OkAsync("GET", "/v1/long-term-memory/m3");
    }

    [Fact]
    public async Task An_id_of_several_owners_is_refused_and_says_which()
    {
        await StoredData.AddAsync(
            _tool, StoredData.Memory("m1", "one", "shop", "ann"), StoredData.Memory("m1", "one", "shop"), StoredData.Memory("m2", "two"));

        var refused = await _tool.RunAsync("delete", "memory", "m2", "m1", "-f");

        Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("namespace shop, no user; namespace shop, user ann", refused.Error, StringComparison.Ordinal);
        Assert.Equal(3L, Count());

        var narrowed = await _tool.RunAsync("delete", "memory", "m1", "-n", "shop", "-u", "", "-f");
        Assert.Equal((0, "Deleted 1 memories."), (narrowed.ExitCode, narrowed.Output.Trim()));
        Assert.Equal("ann", StoredData.Run(_tool, "SELECT user_id FROM memory WHERE id = 'm1'"));
    }

    [Fact]
    public async Task What_is_not_there_is_named_and_the_rest_deleted()
    {
        await StoredData.AddAsync(_tool, StoredData.Memory("m1", "one", "shop"));

        var result = await _tool.RunAsync("delete", "memory", "m1", "m9", "--force");

        Assert.Equal((1, "Deleted 1 memories."), (result.ExitCode, result.Output.Trim()));
        Assert.Equal("agent-memory: there is no memory m9", result.Error.Trim());
    }

    [Fact]
    public async Task Blank_texts_are_shown_and_then_deleted()
    {
        await StoredData.AddAsync(
            _tool,
            [
                .. Enumerable.Range(0, 23).Select(i => StoredData.Memory($"blank{i:00}", i % 2 == 0 ? "" : " \n\t", "shop")),
                StoredData.Memory("other", "", "home"), StoredData.Memory("full", "text", "shop"),
            ]);

        var shown = await _tool.RunAsync("delete", "memory", "--empty_text", "-n", "shop", "--dry-run");
        Assert.Equal(0, shown.ExitCode);
        Assert.StartsWith("Would delete 23 memories:", shown.Output, StringComparison.Ordinal);
        Assert.Contains("  - blank19 (namespace shop, no user)", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("blank20", shown.Output, StringComparison.Ordinal);
        Assert.EndsWith("  ... and 3 more", shown.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(25L, Count());

        var deleted = await _tool.RunAsync("delete", "memory", "--empty-text", "-n", "shop", "-f");
        Assert.Equal("Deleted 23 memories.", deleted.Output.Trim());
        Assert.Equal(2L, Count());
    }

    [Fact]
    [Trait("Trap", "T38")]
    public async Task What_cannot_be_read_is_told_of_and_deleted()
    {
        await StoredData.AddAsync(_tool, StoredData.Memory("good", "one"), StoredData.Memory("bad", "two"));
        StoredData.Run(_tool, "UPDATE memory SET metadata = '{' WHERE id = 'bad'");

        var search = await _tool.RunAsync("search");
        Assert.Equal(1, search.ExitCode);
        Assert.Contains("agent-memory delete memory --invalid", search.Error, StringComparison.Ordinal);
        Assert.Single(search.Error.Trim().Split('\n'));

        var deleted = await _tool.JsonAsync("delete", "memory", "--invalid", "-f");
        Assert.Equal("""{"dry_run":false,"deleted":1}""", deleted.ToJsonString());
        Assert.Equal(1, (int)(await _tool.JsonAsync("search"))["total"]!);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("memory", "--invalid", "--dry-run")]
    [InlineData("memory", "--invalid", "m1")]
    [InlineData("session")]
    public async Task What_is_not_said_is_wrong_usage(params string[] arguments)
    {
        var result = await _tool.RunAsync(["delete", .. arguments, "-f"]);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.False(Directory.Exists(_tool.DataFolder));
    }

    [Fact]
    public async Task Without_a_terminal_force_is_needed()
    {
        await StoredData.AddAsync(_tool, StoredData.Memory("m1", "one"));
        await StoredData.AddSessionAsync(_tool, new(new("shop", null), "s1"), "Hello");

        foreach (var arguments in (string[][])[["memory", "m1"], ["memory", "--invalid"], ["session", "s1"]])
        {
            var result = await _tool.RunWithInputAsync("y\n", ["delete", .. arguments]);
            Assert.Equal((2, ""), (result.ExitCode, result.Output));
            Assert.Contains("--force", result.Error, StringComparison.Ordinal);
        }

        Assert.Equal(1L, Count());
        Assert.Equal(1L, StoredData.Run(_tool, "SELECT count(*) FROM session"));
    }

    [TerminalFact]
    public async Task On_a_terminal_it_asks()
    {
        await StoredData.AddAsync(_tool, StoredData.Memory("m1", "one"), StoredData.Memory("m2", "two"));

        var declined = await _tool.RunOnTerminalAsync("n\n", "delete", "memory", "m1");
        Assert.Equal(1, declined.ExitCode);
        Assert.Contains("Delete 1 memories (m1)? This cannot be undone. [y/N]", declined.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed.", declined.Output, StringComparison.Ordinal);
        Assert.Equal(2L, Count());

        var agreed = await _tool.RunOnTerminalAsync("y\n", "delete", "memory", "m1");
        Assert.Equal(0, agreed.ExitCode);
        Assert.Contains("Deleted 1 memories.", agreed.Output, StringComparison.Ordinal);
        Assert.Equal(1L, Count());
    }

    [Fact]
    public async Task A_session_is_shown_and_then_deleted()
    {
        var (shop, nobody) = (new Owner("shop", "ann"), new Owner(null, null));
        await StoredData.AddSessionAsync(_tool, new(shop, "s1"), "Hello", "World");
        await StoredData.AddSessionAsync(_tool, new(nobody, "s1"), "Hello");
        await using var server = await ServerProcess.StartAsync(_tool.DataFolder);

        var refused = await _tool.RunAsync("delete", "session", "s1", "-f");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("no namespace, no user; namespace shop, user ann", refused.Error, StringComparison.Ordinal);

        var shown = await _tool.RunAsync("delete", "session", "s1", "-n", "shop", "--dry_run");
        Assert.Equal("Would delete session s1 (namespace shop, user ann; 2 messages).", shown.Output.Trim());
        await server.Client.OkAsync("GET", "/v1/working-memory/s1?namespace=shop&user_id=ann");

        var deleted = await _tool.JsonAsync("delete", "session", "s1", "-n", "shop", "-u", "ann", "-f");
        Assert.Equal(
            """{"dry_run":false,"session_id":"s1","namespace":"shop","user_id":"ann","messages":2}""", deleted.ToJsonString());
        Assert.Equal(
            HttpStatusCode.NotFound, (await server.Client.SendAsync("GET", "/v1/working-memory/s1?namespace=shop&user_id=ann")).Status);
        await server.Client.OkAsync("GET", "/v1/working-memory/s1");

        Assert.Equal(1, (await _tool.RunAsync("delete", "session", "s1", "-n", "shop", "-f")).ExitCode);
    }

    private long Count() => (long)StoredData.Run(_tool, "SELECT count(*) FROM memory")!;
}
