using System.Net;

namespace AgentMemory.Distributed.Tests.Load;

/// <summary>Creates, finds, edits and deletes memories, by REST and by MCP.</summary>
internal sealed class MemoryWriter(Client client, string user, bool byMcp) : Writer(client, user)
{
    private readonly Dictionary<string, string> _promised = [];

    /// <summary>Whose edit or deletion was under way when the load ended: either is right.</summary>
    private readonly HashSet<string> _undecided = [];

    private int _next;

    public override async Task AssertAsync(Client reader)
    {
        foreach (var (id, text) in _promised.Where(memory => !_undecided.Contains(memory.Key)))
        {
            var reply = await reader.SendAsync(HttpMethod.Get, Path(id), null, null, HttpStatusCode.NotFound);
            Assert.True(reply!.Status == HttpStatusCode.OK, $"{id} is lost");
            Assert.Equal(text, reply.Json.GetProperty("text").GetString());
        }
    }

    protected override async Task WorkAsync()
    {
        var id = $"{User}-k{_next++}";
        var text = $"The keyword of {id} is {Word(_next)}";
        var memory = new { id, text, user_id = User, @namespace = Namespace, memory_type = "semantic" };
        if (byMcp ? await Client.CallAsync("create_long_term_memories", new { memories = new[] { memory } }) is null
                : await Client.SendAsync(HttpMethod.Post, "/v1/long-term-memory/", new { memories = new[] { memory }, deduplicate = false }, null) is null)
            return;
        _promised[id] = text;
        switch (_next % 5)
        {
            case 1:
                await FindAsync(id);
                break;
            case 2:
                await EditAsync(id);
                break;
            case 3:
                await DeleteAsync(id);
                break;
        }
    }

    private async Task FindAsync(string id)
    {
        var arguments = new { text = Word(_next), search_mode = "keyword", @namespace = new { eq = Namespace }, user_id = new { eq = User }, limit = 5 };
        var found = byMcp
            ? await Client.CallAsync("search_long_term_memory", arguments)
            : (await Client.SendAsync(HttpMethod.Post, "/v1/long-term-memory/search", arguments, null))?.Text;
        if (found is not null)
            Assert.Contains(id, found, StringComparison.Ordinal);
    }

    private async Task EditAsync(string id)
    {
        var text = _promised[id] + ", as edited";
        _undecided.Add(id);
        if (await Client.SendAsync(HttpMethod.Patch, Path(id), new { text }, null) is null)
            return;
        _promised[id] = text;
        _undecided.Remove(id);
    }

    private async Task DeleteAsync(string id)
    {
        _undecided.Add(id);
        if (await Client.SendAsync(HttpMethod.Delete, $"/v1/long-term-memory?memory_ids={id}", null, null) is null)
            return;
        _promised.Remove(id);
        _undecided.Remove(id);
        if (await Client.SendAsync(HttpMethod.Get, Path(id), null, null, HttpStatusCode.NotFound) is { } read)
            Assert.Equal(HttpStatusCode.NotFound, read.Status);
    }

    private string Path(string id) => $"/v1/long-term-memory/{id}?namespace={Namespace}&user_id={User}";

    /// <summary>A word no stemmer changes.</summary>
    private string Word(int number) => $"kw{User}x{number}";
}
