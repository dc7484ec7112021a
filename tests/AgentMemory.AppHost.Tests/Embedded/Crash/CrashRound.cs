using System.Text.Json;
using AgentMemory.AppHost.Tests.Processes;

namespace AgentMemory.AppHost.Tests.Crash;

/// <summary>Sixteen writers in a namespace of their own, from the first write until the server is killed.</summary>
internal sealed class CrashRound
{
    private const int PageSize = 100;
    private const int Searched = 10;

    private static readonly TimeSpan BeginLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly string _namespace;
    private readonly CrashWriter[] _writers;

    public CrashRound(int number)
    {
        _namespace = $"round-{number}";
        _writers =
        [
            .. Enumerable.Range(0, 6).Select(writer => new AppendWriter(
                $"/v1/working-memory/shared-{writer / 3}?namespace={_namespace}", $"r{number}w{writer}")),
            .. Enumerable.Range(6, 5).Select(writer => new PutWriter(_namespace, $"r{number}w{writer}")),
            .. Enumerable.Range(11, 5).Select(writer => new CreateWriter(_namespace, $"r{number}w{writer}")),
        ];
    }

    public int Acknowledged => _writers.Sum(writer => writer.Acknowledged);

    /// <param name="load">From the first acknowledged write to the kill.</param>
    public async Task WriteUntilKilledAsync(ServerProcess server, TimeSpan load)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writing = _writers.Select(writer => writer.RunAsync(server.Client, begun)).ToArray();
        await begun.Task.WaitAsync(BeginLimit);
        await Task.Delay(load);
        await server.KillAsync();
        await Task.WhenAll(writing);
    }

    public async Task<List<string>> AssertSessionsAsync(HttpClient client)
    {
        var promoted = new List<string>();
        foreach (var writer in _writers)
            promoted.AddRange(await writer.AssertSessionsAsync(client));
        return promoted;
    }

    /// <summary>Waits until promotion has brought everything, then checks that nothing is there twice or without cause.</summary>
    public async Task AssertMemoriesAsync(HttpClient client, CancellationToken limit)
    {
        var promised = await AssertSessionsAsync(client);
        promised.AddRange(_writers.SelectMany(writer => writer.PromisedMemories));

        List<(string Id, string Text)> stored;
        while ((stored = await ListAsync(client)) is var now && promised.Except(now.Select(memory => memory.Id)).Any())
        {
            var missing = promised.Except(now.Select(memory => memory.Id)).Take(10);
            Assert.False(limit.IsCancellationRequested, $"{_namespace}: still missing {string.Join(", ", missing)}");
            await Task.Delay(Pause, CancellationToken.None);
        }

        var ids = stored.Select(memory => memory.Id).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(stored.Count, ids.Count);
        Assert.Equal(stored.Count, stored.Select(memory => memory.Text).Distinct(StringComparer.Ordinal).Count());
        foreach (var request in _writers.SelectMany(writer => writer.Together))
            Assert.Equal(ids.Contains(request[0]), ids.Contains(request[1]));
        var caused = promised.Concat(_writers.SelectMany(writer => writer.Together).SelectMany(request => request));
        Assert.Empty(ids.Except(caused));
        await AssertFoundOnceAsync(client, stored);
    }

    /// <summary>The full-text index holds a record as often as the table does.</summary>
    private async Task AssertFoundOnceAsync(HttpClient client, List<(string Id, string Text)> stored)
    {
        foreach (var (id, text) in Random.Shared.GetItems(stored.ToArray(), Searched))
        {
            var found = await SearchAsync(
                client,
                new { text = $"\"{text}\"", search_mode = "keyword", recency_boost = false, @namespace = new { eq = _namespace } });
            Assert.Equal([id], found.GetProperty("memories").EnumerateArray()
                .Where(memory => memory.GetProperty("text").GetString() == text)
                .Select(memory => memory.GetProperty("id").GetString()!));
        }
    }

    private async Task<List<(string Id, string Text)>> ListAsync(HttpClient client)
    {
        var all = new List<(string, string)>();
        for (int? offset = 0; offset is { } from;)
        {
            var page = await SearchAsync(
                client, new { limit = PageSize, offset = from, recency_boost = false, @namespace = new { eq = _namespace } });
            all.AddRange(page.GetProperty("memories").EnumerateArray()
                .Select(memory => (memory.GetProperty("id").GetString()!, memory.GetProperty("text").GetString()!)));
            offset = page.GetProperty("next_offset") is { ValueKind: JsonValueKind.Number } next ? next.GetInt32() : null;
        }
        return all;
    }

    private static async Task<JsonElement> SearchAsync(HttpClient client, object request) =>
        (await client.OkAsync("POST", "/v1/long-term-memory/search", request)).Json;
}
