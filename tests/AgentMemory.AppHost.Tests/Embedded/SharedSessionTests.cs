using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using AgentMemory.AppHost.Tests.Processes;

namespace AgentMemory.AppHost.Tests;

/// <summary>Many clients on one session (T28).</summary>
[Trait("Trap", "T28")]
public sealed class SharedSessionTests : IAsyncLifetime, IDisposable
{
    private const string Session = "/v1/working-memory/shared";
    private const int Clients = 32;
    private const int PerClient = 12;

    /// <summary>Milliseconds between a client's appends that leave a replacement a chance now and then.</summary>
    private const int LongestPause = 150;

    private readonly TemporaryFolder _folder = new();
    private ServerProcess _server = null!;

    public async Task InitializeAsync() => _server = await ServerProcess.StartAsync(_folder.DataFolder);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Appends_of_32_clients_are_all_there_once_in_one_order_for_all_readers()
    {
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => ReadUntilAsync(done.Token)).ToArray();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => AppendAsync(client, longestPause: 0)));
        await done.CancelAsync();

        var final = await _server.Client.MessageIdsAsync(Session);
        Assert.Equal(Expected(), final.Order(StringComparer.Ordinal));
        foreach (var reading in (await Task.WhenAll(readers)).SelectMany(readings => readings))
            Assert.Equal(final.Take(reading.Length), reading);
        AssertEachClientInItsOrder(final);
    }

    [Fact]
    public async Task Replacements_with_If_Match_among_appends_lose_nothing()
    {
        var replaced = new ConcurrentBag<string>();
        var refusals = 0;
        using var done = new CancellationTokenSource();
        var replacers = Enumerable.Range(0, 4).Select(async replacer =>
        {
            var own = 0;
            while (own == 0 || !done.IsCancellationRequested)
            {
                var id = $"p{replacer}-{own}";
                var current = await _server.Client.SendAsync("GET", Session);
                if (!current.IsOk)
                    continue;
                var session = JsonNode.Parse(current.Text)!;
                session["messages"]!.AsArray().Add(new JsonObject { ["id"] = id, ["role"] = "assistant", ["content"] = $"message {id}" });
                var put = await _server.Client.SendAsync("PUT", Session, session.ToJsonString(), ("If-Match", current.ETag!));
                if (put.IsOk)
                {
                    own++;
                    replaced.Add(id);
                }
                else if (put.Status == HttpStatusCode.PreconditionFailed)
                    Interlocked.Increment(ref refusals);
                else
                    Assert.Fail($"PUT: {put.Status} {put.Text}");
            }
        }).ToArray();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => AppendAsync(client, LongestPause)));
        await done.CancelAsync();
        await Task.WhenAll(replacers);

        var final = await _server.Client.MessageIdsAsync(Session);
        Assert.NotEmpty(replaced);
        Assert.True(refusals > 0, "No replacement met a version that an append had changed: the test shows nothing");
        Assert.Equal(Expected().Concat(replaced).Order(StringComparer.Ordinal), final.Order(StringComparer.Ordinal));
        AssertEachClientInItsOrder(final);
    }

    private static IEnumerable<string> Expected() =>
        from client in Enumerable.Range(0, Clients) from number in Enumerable.Range(0, PerClient) select $"c{client:00}-{number:00}";

    private static void AssertEachClientInItsOrder(string[] ids)
    {
        foreach (var own in ids.Where(id => id[0] == 'c').GroupBy(id => id[..3]))
            Assert.Equal(own.Order(StringComparer.Ordinal), own);
    }

    private async Task AppendAsync(int client, int longestPause)
    {
        for (var number = 0; number < PerClient; number++)
        {
            if (longestPause > 0)
                await Task.Delay(Random.Shared.Next(longestPause));
            var id = $"c{client:00}-{number:00}";
            var message = new { id, role = "user", content = $"message {id}" };
            await _server.Client.OkAsync("POST", $"{Session}/messages", new { messages = new[] { message } });
        }
    }

    private async Task<List<string[]>> ReadUntilAsync(CancellationToken done)
    {
        var readings = new List<string[]>();
        while (!done.IsCancellationRequested)
            readings.Add(await _server.Client.MessageIdsAsync(Session));
        return readings;
    }
}
