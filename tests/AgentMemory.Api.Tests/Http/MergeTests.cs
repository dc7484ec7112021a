using System.Net;
using AgentMemory.LongTermMemory;
using AgentMemory.Tenancy;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Api.Tests.Http;

public sealed class MergeTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact, Trait("Trap", "T33"), Trait("Trap", "T72")]
    public async Task A_merge_is_shown_with_what_it_was_made_of_and_can_be_undone()
    {
        var merge = await MergeAsync("shown");

        foreach (var id in new[] { "old", "new" })
        {
            var shown = Assert.Single((await host.Client.SendAsync("GET", $"/v1/long-term-memory/{id}/merges?user_id=shown"))
                .Json.GetProperty("merges").EnumerateArray().ToArray());
            Assert.Equal(
                (merge, "similar", "old", "some-model"),
                (shown.GetProperty("id").GetString(), shown.GetProperty("reason").GetString(),
                    shown.GetProperty("survivor").GetProperty("id").GetString(), shown.GetProperty("model").GetString()));
            Assert.Equal(["old text", "new text"], shown.GetProperty("originals").EnumerateArray().Select(original => original.GetProperty("text").GetString()));
        }

        var undone = await host.Client.SendAsync("POST", $"/v1/long-term-memory/merges/{merge}/undo");
        Assert.Equal(["old text", "new text"], undone.Json.GetProperty("memories").EnumerateArray().Select(memory => memory.GetProperty("text").GetString()));
        Assert.Equal("new text", (await host.Client.SendAsync("GET", "/v1/long-term-memory/new?user_id=shown")).Json.GetProperty("text").GetString());
        Assert.Equal(HttpStatusCode.OK, (await host.Client.SendAsync("POST", $"/v1/long-term-memory/merges/{merge}/undo")).Status);
        var history = (await host.Client.SendAsync("GET", "/v1/long-term-memory/new/history?user_id=shown")).Json.GetProperty("events");
        Assert.Equal("memory.unmerged", history.EnumerateArray().Last().GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_merge_whose_survivor_was_edited_is_409_and_says_what_to_do()
    {
        var merge = await MergeAsync("edited");
        await host.Client.SendAsync("PATCH", "/v1/long-term-memory/old?user_id=edited", """{"text":"edited text"}""");
        var answer = await host.Client.SendAsync("POST", $"/v1/long-term-memory/merges/{merge}/undo");
        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Contains("then undo the merge", answer.Detail.GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merge_that_is_not_there_or_out_of_reach_is_404()
    {
        var merge = await MergeAsync("theirs");
        foreach (var (id, headers) in new[] { ("none", Array.Empty<(string, string)>()), (merge, [("X-Users", "ours")]) })
        {
            var answer = await host.Client.SendAsync("POST", $"/v1/long-term-memory/merges/{id}/undo", (string?)null, headers);
            Assert.Equal((HttpStatusCode.NotFound, $"Merge with ID {id} not found"), (answer.Status, answer.Detail.GetString()));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.SendAsync("GET", "/v1/long-term-memory/never/merges")).Status);
    }

    /// <returns>The merge of the user's memories "old" and "new" into "old".</returns>
    private async Task<string> MergeAsync(string user)
    {
        await host.Client.SendAsync(
            "POST", "/v1/long-term-memory/",
            $$"""{"memories":[{"id":"old","text":"old text","user_id":"{{user}}"},{"id":"new","text":"new text","user_id":"{{user}}"}]}""");
        var store = host.Services.GetRequiredService<ILongTermMemoryStore>();
        var originals = new List<MemoryRecord>();
        foreach (var id in new[] { "old", "new" })
            originals.Add((await store.FindAsync(AccessScope.Everything, new MemoryLookup(id, null, user), CancellationToken.None))!);
        var merge = new MemoryMerge
        {
            Id = Ulid.New(),
            Reason = MergeReason.Similar,
            Survivor = originals[0] with { Text = "both texts" },
            Originals = originals,
            Model = "some-model",
            At = DateTimeOffset.UtcNow,
        };
        Assert.True(await store.MergeAsync(AccessScope.Everything, merge, CancellationToken.None));
        return merge.Id;
    }
}
