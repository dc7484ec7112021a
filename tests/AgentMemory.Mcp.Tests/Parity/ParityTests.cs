using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentMemory.Mcp.Tests.Parity.Server;
using AgentMemory.Mcp.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Mcp.Tests.Parity;

/// <summary>
/// Nothing is reachable through one interface that is not through the other, and what both do they do alike: answers, refusals
/// and what is stored afterwards.
/// </summary>
public sealed class ParityTests(ParityTwins twins) : IClassFixture<ParityTwins>
{
    private const int Cases = 30;
    private const int LongestStory = 30;

    /// <summary>Tried until both outcomes were seen: a random edit is seldom one that the memory it hits can take.</summary>
    private const int MostWays = 1000;

    private static readonly Binding Everything = new(null, null);

    private static int _case;

    private static readonly Gen<Story> Stories =
        from binding in Values.Binding
        from length in Gen.Choose(1, LongestStory)
        from steps in Gen.ListOf(Gen.OneOf(Catalogue.Both.Select(entry => entry.Ways)), length)
        select new Story(binding, [.. steps]);

    [Fact]
    public async Task Every_tool_prompt_and_resource_is_in_the_catalogue()
    {
        await using var connection = await Connection.OpenAsync(
            twins.ByMcp.Services.GetRequiredService<MemoryMcpProtocol>().OptionsFor(
                new(Tenancy.AccessScope.Everything, Callers.CallDefaults.None)), protocol: null);
        var client = connection.Client;

        var offered = (await client.ListToolsAsync()).Select(tool => tool.Name)
            .Concat((await client.ListPromptsAsync()).Select(prompt => $"prompt {prompt.Name}"))
            .Concat((await client.ListResourceTemplatesAsync()).Select(template => template.UriTemplate))
            .Append("resources/list");

        Assert.Equal(Sorted(offered), Sorted(Catalogue.Both.Select(entry => entry.Mcp).Concat(Catalogue.McpOnly.Keys)));
    }

    [Fact]
    public async Task Every_route_is_in_the_catalogue_or_has_a_reason_not_to_be()
    {
        var document = JsonElement.Parse(await twins.ByRest.Client.GetStringAsync("/openapi.json"));
        var operations = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
            .Select(operation => operation.Value)
            .Where(operation => !operation.TryGetProperty("deprecated", out var deprecated) || !deprecated.GetBoolean())
            .Select(operation => operation.GetProperty("operationId").GetString()!);

        Assert.Equal(Sorted(operations), Sorted(Catalogue.Both.Select(entry => entry.Rest).Distinct().Concat(Catalogue.RestOnly.Keys)));
    }

    [Fact]
    public Task Both_interfaces_do_answer_and_refuse_the_same() => Task.Run(() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Cases), Prop.ForAll(Arb.From(Stories), story => RunAsync(story).GetAwaiter().GetResult())));

    /// <summary>Otherwise the property would hold of requests that are all refused, or all answered.</summary>
    [Fact]
    public async Task Each_way_is_answered_and_bound_callers_are_refused()
    {
        foreach (var entry in Catalogue.Both)
        {
            var fill = NewCase();
            await FillAsync(fill);
            var statuses = new HashSet<int>();
            foreach (var said in entry.Ways.Sample(MostWays))
            {
                statuses.Add((await twins.ByMcp.SendMcpAsync(Everything, said.Mcp, said.Defaults, fill)).Status);
                statuses.Add((await twins.ByMcp.SendMcpAsync(new(["none"], ["nobody"]), said.Mcp, said.Defaults, fill)).Status);
                await twins.ByRest.SendRestAsync(Everything, said.Rest, fill);
                await twins.ByRest.SendRestAsync(new(["none"], ["nobody"]), said.Rest, fill);
                if (statuses.IsSupersetOf([200, 403]))
                    break;
            }

            Assert.Contains(200, statuses);
            Assert.Contains(403, statuses);
        }
    }

    private async Task RunAsync(Story story)
    {
        var fill = NewCase();
        await FillAsync(fill);
        foreach (var step in story.Steps)
        {
            var rest = await twins.ByRest.SendRestAsync(story.Binding, step.Rest, fill);
            var mcp = await twins.ByMcp.SendMcpAsync(story.Binding, step.Mcp, step.Defaults, fill);
            Assert.True(Expected(rest, step, fill) == mcp, $"{step}\nREST: {rest}\nMCP:  {mcp}");
        }

        Assert.Equal(await ReadAsync(twins.ByRest, fill), await ReadAsync(twins.ByMcp, fill));
    }

    /// <summary>REST's outcome as MCP shall put it.</summary>
    private static Outcome Expected(Outcome rest, Said step, Func<string, string> fill)
    {
        if (rest.Status == 404 && step.Mcp.MissingIsEmpty)
            return Empty(step, fill);
        if (rest.Status != 200)
            return rest;
        var answer = JsonNode.Parse(rest.Answer)!;
        return step.Mcp.Kind switch
        {
            McpKind.Prompt => rest with { Answer = Outcome.Comparable(Messages(answer).ToJsonString()) },
            McpKind.ResourceList => rest with { Answer = Outcome.Comparable(answer["sessions"]!.ToJsonString()) },
            _ => rest,
        };
    }

    private static JsonArray Messages(JsonNode answer) => new([.. answer["messages"]!.AsArray().Select(message => new JsonObject
    {
        ["role"] = message!["role"]!.GetValue<string>() == "assistant" ? "assistant" : "user",
        ["text"] = message["content"]!["text"]!.GetValue<string>(),
    })]);

    private static Outcome Empty(Said step, Func<string, string> fill)
    {
        var now = new Tenancy.Tests.Server.StoppedClock().GetUtcNow();
        var session = new WorkingMemory.Session
        {
            Key = new(
                new(Fill("namespace") ?? Filled(step.Defaults.Namespace), Fill("user_id") ?? Filled(step.Defaults.UserId)),
                Fill("session_id")!),
            LastAccessed = now,
            CreatedAt = now,
            UpdatedAt = now,
        };
        var answer = new Wire.Answers.SessionAnswer(new(session, [], default));
        return new Outcome(200, Outcome.Comparable(JsonSerializer.Serialize(answer, Wire.Answers.WireContext.Of<Wire.Answers.SessionAnswer>())));

        string? Fill(string argument) => Filled(step.Mcp.Arguments[argument]?.GetValue<string>());
        string? Filled(string? text) => text is null ? null : fill(text);
    }

    /// <summary>Both twins know the same to begin with.</summary>
    private async Task FillAsync(Func<string, string> fill)
    {
        foreach (var (@namespace, user) in new[] { ("ours~", "ann~"), ("ours~", "bob~"), ("theirs~", "ann~") })
        {
            foreach (var host in new[] { twins.ByRest, twins.ByMcp })
            {
                var owner = new Callers.CallDefaults(@namespace, user);
                var stored = await host.SendRestAsync(Everything, new("PUT", "/v1/working-memory/s1~" + Values.Query(owner), JsonNode.Parse(
                    """{"context": "They talked.", "messages": [{"id": "m", "role": "user", "content": "Hello", "created_at": "2024-01-01"}]}""")), fill);
                var created = await host.SendRestAsync(Everything, new("POST", "/v1/long-term-memory/" + Values.Query(owner), JsonNode.Parse(
                    $$"""{"memories": [{"id": "m1~", "text": "User {{user}} likes tea of {{@namespace}}", "session_id": "s1~"}]}""")), fill);
                Assert.Equal((200, 200), (stored.Status, created.Status));
            }
        }
    }

    /// <summary>Everything the names of a case can lead to.</summary>
    private static async Task<string> ReadAsync(ParityHost host, Func<string, string> fill)
    {
        var all = new List<string>();
        foreach (var @namespace in new[] { "ours~", "theirs~", "" })
        {
            foreach (var user in new[] { "ann~", "bob~", "" })
            {
                var owner = new Binding([@namespace], [user]);
                var search = """{"text": "", "limit": 100, "recency_boost": false}""";
                if (@namespace.Length > 0 && user.Length > 0)
                {
                    all.Add((await host.SendRestAsync(owner, new("POST", "/v1/long-term-memory/search", JsonNode.Parse(search)), fill)).Answer);
                    foreach (var session in new[] { "s1~", "s2~", "s%2F3~" })
                        all.Add((await host.SendRestAsync(owner, new("GET", $"/v1/working-memory/{session}"), fill)).Answer);
                }
                else
                {
                    search = $$$"""{"text": "", "limit": 100, "recency_boost": false, "namespace": {"eq": "{{{@namespace}}}"}, "user_id": {"eq": "{{{user}}}"}}""";
                    all.Add((await host.SendRestAsync(Everything, new("POST", "/v1/long-term-memory/search", JsonNode.Parse(search)), fill)).Answer);
                }
            }
        }

        return string.Join('\n', all);
    }

    private static Func<string, string> NewCase()
    {
        var suffix = "q" + Interlocked.Increment(ref _case).ToString(CultureInfo.InvariantCulture);
        return text => text.Replace("~", suffix, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Sorted(IEnumerable<string> names) => names.Order(StringComparer.Ordinal);

    /// <summary>What one caller does, one thing after the other.</summary>
    private sealed record Story(Binding Binding, Said[] Steps)
    {
        public override string ToString() => $"{Binding}:\n{string.Join('\n', (object[])Steps)}";
    }
}
