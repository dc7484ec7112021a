using System.Text.Json.Nodes;

namespace AgentMemory.Cli.Tests;

[Trait("Spec", "8")]
[Trait("Trap", "T42b")]
public sealed class TokenCommandTests : IDisposable
{
    private readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task A_token_is_added_listed_shown_and_removed()
    {
        var added = await AddAsync("--description", "laptop", "--expires-days", "30");
        Assert.Equal(
            ["token", "id", "description", "created_at", "expires_at", "hash", "namespaces", "users"],
            added.AsObject().Select(member => member.Key));
        Assert.Equal("laptop", (string)added["description"]!);
        Assert.Equal(43, ((string)added["token"]!).Length);
        Assert.Equal(
            DateTimeOffset.Parse((string)added["created_at"]!, null).AddDays(30),
            DateTimeOffset.Parse((string)added["expires_at"]!, null));
        Assert.True(Directory.Exists(_tool.DataFolder));

        var listed = Assert.Single((await JsonAsync("token", "list", "--format", "json")).AsArray())!;
        Assert.Equal(
            ["hash", "id", "description", "created_at", "expires_at", "namespaces", "users", "status"],
            listed.AsObject().Select(member => member.Key));
        Assert.Equal("Active", (string)listed["status"]!);
        Assert.Equal((string)added["hash"]!, (string)listed["hash"]!);
        Assert.DoesNotContain((string)added["token"]!, listed.ToJsonString(), StringComparison.Ordinal);

        var id = (string)added["id"]!;
        var hash = (string)added["hash"]!;
        foreach (var selector in new[] { id, id.ToUpperInvariant(), id[..4], hash, hash[..10] })
        {
            var shown = await JsonAsync("token", "show", selector, "--format", "json");
            Assert.Equal(listed.ToJsonString(), shown.ToJsonString());
        }

        var removed = await _tool.RunAsync("token", "remove", id, "--force");
        Assert.Equal((0, $"Removed token {id}.{Environment.NewLine}"), (removed.ExitCode, removed.Output));
        Assert.Empty((await JsonAsync("token", "list", "--format", "json")).AsArray());
    }

    [Fact]
    public async Task A_token_may_be_bound_and_given()
    {
        var secret = new string('s', 32);

        var added = await AddAsync("-d", "app", "--token", secret, "-n", "a", "-n", "b", "-u", "u1", "--user", "u2");

        Assert.Equal(secret, (string)added["token"]!);
        Assert.Null(added["expires_at"]);
        Assert.Equal("""["a","b"]""", added["namespaces"]!.ToJsonString());
        Assert.Equal("""["u1","u2"]""", added["users"]!.ToJsonString());
        var listed = (await JsonAsync("token", "list", "--format", "json"))[0]!;
        Assert.Equal("Never Expires", (string)listed["status"]!);
        Assert.Equal("""["a","b"]""", listed["namespaces"]!.ToJsonString());
    }

    [Fact]
    public async Task Text_is_the_default_and_names_what_people_need()
    {
        var added = await _tool.RunAsync("token", "add", "-d", "laptop", "-n", "work");
        Assert.Equal(0, added.ExitCode);
        Assert.Contains("Namespaces:  work", added.Output, StringComparison.Ordinal);
        Assert.Contains("cannot be shown again", added.Output, StringComparison.Ordinal);

        var id = added.Output.Split('\n').Single(line => line.StartsWith("Id:", StringComparison.Ordinal))[3..].Trim();
        var hash = (string)(await JsonAsync("token", "list", "--format", "json"))[0]!["hash"]!;
        var listed = await _tool.RunAsync("token", "list");
        Assert.DoesNotContain(hash, listed.Output, StringComparison.Ordinal);
        Assert.Contains($"...{hash[^8..]}  Never Expires  ", listed.Output, StringComparison.Ordinal);
        var shown = await _tool.RunAsync("token", "show", id);
        Assert.Contains("Status:      Never Expires", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_an_error_to_show_and_nothing_to_remove()
    {
        var shown = await _tool.RunAsync("token", "show", "abcd");
        Assert.Equal(1, shown.ExitCode);
        Assert.StartsWith("agent-memory: Token not found", shown.Error, StringComparison.Ordinal);
        var asJson = await _tool.RunAsync("token", "show", "abcd", "--format", "json");
        Assert.Equal((1, """{"error":"Token not found"}"""), (asJson.ExitCode, JsonNode.Parse(asJson.Output)!.ToJsonString()));
        Assert.Equal(0, (await _tool.RunAsync("token", "remove", "abcd", "-f")).ExitCode);
    }

    [Fact]
    public async Task An_ambiguous_start_is_refused_and_names_the_tokens()
    {
        // Of 33 tokens at least two begin alike: an id begins with one of 32 letters.
        var ids = new List<string>();
        string? shared = null;
        while (shared is null)
        {
            ids.Add((string)(await AddAsync("-d", "t"))["id"]!);
            shared = ids.GroupBy(id => id[..1]).FirstOrDefault(alike => alike.Count() > 1)?.Key;
        }

        var shown = await _tool.RunAsync("token", "show", shared, "--format", "json");
        var removed = await _tool.RunAsync("token", "remove", shared, "-f");

        Assert.Equal((1, 1), (shown.ExitCode, removed.ExitCode));
        var matches = JsonNode.Parse(shown.Output)!["matches"]!.AsArray().Select(id => (string)id!);
        Assert.Empty(ids.Where(id => id.StartsWith(shared, StringComparison.Ordinal)).Except(matches));
        Assert.Equal(ids.Count, (await JsonAsync("token", "list", "--format", "json")).AsArray().Count);
    }

    [Fact]
    public async Task Removing_without_a_terminal_needs_force()
    {
        var id = (string)(await AddAsync("-d", "t"))["id"]!;

        var removed = await _tool.RunWithInputAsync("y\n", "token", "remove", id);

        Assert.Equal((2, ""), (removed.ExitCode, removed.Output));
        Assert.Contains("--force", removed.Error, StringComparison.Ordinal);
        Assert.Single((await JsonAsync("token", "list", "--format", "json")).AsArray());
    }

    [Theory]
    [InlineData("token", "add")]
    [InlineData("token", "add", "-d", "x", "-e", "0")]
    [InlineData("token", "add", "-d", "x", "-e", "soon")]
    [InlineData("token", "list", "--format", "xml")]
    [InlineData("token", "show")]
    [InlineData("token", "forget")]
    [InlineData("nonsense")]
    public async Task Wrong_usage_is_exit_code_2(params string[] arguments)
    {
        var result = await _tool.RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.NotEmpty(result.Error);
        Assert.False(Directory.Exists(_tool.DataFolder));
    }

    [Theory]
    [InlineData("--token", "too-short")]
    [InlineData("-n", "")]
    public async Task What_the_service_refuses_is_one_line_and_exit_code_1(string option, string value)
    {
        var result = await _tool.RunAsync("token", "add", "-d", "x", option, value);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("agent-memory: ", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.Trim().Split('\n'));
    }

    [Fact]
    public async Task Settings_problems_are_a_line_each_and_exit_code_1()
    {
        _tool.Variables["PORT"] = "x";
        _tool.Variables["AUTH_MODE"] = "oauth2";

        var result = await _tool.RunAsync("token", "list");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(2, result.Error.Trim().Split('\n').Length);
        Assert.DoesNotContain(" at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_is_printed_as_clients_know_it()
    {
        var result = await _tool.RunAsync("version");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^agent-memory-server version \d+\.\d+\.\d+\s*$", result.Output);
    }

    private Task<JsonNode> AddAsync(params string[] options) => JsonAsync(["token", "add", .. options, "--format", "json"]);

    private async Task<JsonNode> JsonAsync(params string[] arguments)
    {
        var result = await _tool.RunAsync(arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        return JsonNode.Parse(result.Output)!;
    }
}
