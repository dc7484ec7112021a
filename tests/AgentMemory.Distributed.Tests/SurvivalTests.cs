using System.Globalization;
using System.Text.Json;
using AgentMemory.Distributed.Tests.Load;
using Xunit.Abstractions;

namespace AgentMemory.Distributed.Tests;

/// <summary>
/// Mixed load through the gateway while a worker and an API are killed again and again, and Redis twice. What was acknowledged
/// is there, every message was extracted once, and clients saw success or were told when to try again.
/// </summary>
public sealed class SurvivalTests(ITestOutputHelper output)
{
    private const string SecondsVariable = "AGENT_MEMORY_SURVIVAL_SECONDS";
    private const int DefaultSeconds = 30;
    private const int PageSize = 100;

    /// <summary>Between two kills of a worker and an API; Redis dies after a third and two thirds of the time.</summary>
    private static readonly TimeSpan KillEvery = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan WorkLimit = TimeSpan.FromMinutes(3);

    private static TimeSpan Duration => TimeSpan.FromSeconds(
        Environment.GetEnvironmentVariable(SecondsVariable) is { Length: > 0 } seconds
            ? int.Parse(seconds, CultureInfo.InvariantCulture)
            : DefaultSeconds);

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_done_twice_while_services_and_Redis_die()
    {
        await using var cluster = await Cluster.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = cluster.Gateway.Address,
            Timeout = TimeSpan.FromSeconds(60),
        };
        using var end = new CancellationTokenSource();
        var client = new Client(http, end.Token);
        Writer[] writers =
        [
            .. Enumerable.Range(0, 4).Select(i => new AppendWriter(client, $"append{i}")),
            .. Enumerable.Range(0, 2).Select(i => new PutWriter(client, $"put{i}")),
            .. Enumerable.Range(0, 4).Select(i => new MemoryWriter(client, $"memory{i}", byMcp: i % 2 == 1)),
        ];

        var load = writers.Select(writer => Task.Run(writer.RunAsync)).ToArray();
        var kills = await DestroyAsync(cluster, Duration);
        await end.CancelAsync();
        await Task.WhenAll(load);
        output.WriteLine($"{client.Answers} answers, {client.Refusals} told to try again, {kills} kills");

        Assert.Empty(client.Violations);
        Assert.True(client.Answers > 10 * Duration.TotalSeconds, $"Only {client.Answers} answers: that was no load");

        foreach (var service in cluster.Apis)
            await service.WaitUntilAliveAsync();
        using var limit = new CancellationTokenSource(WorkLimit);
        var reader = new Client(http, limit.Token);
        await AssertWorkIsDoneOnceAsync(reader, writers);
        foreach (var writer in writers)
            await writer.AssertAsync(reader);
        Assert.Empty(reader.Violations);
    }

    /// <returns>How many processes were killed.</returns>
    private static async Task<int> DestroyAsync(Cluster cluster, TimeSpan duration)
    {
        var redisDies = new Queue<TimeSpan>([duration / 3, duration * 2 / 3]);
        var (kills, next) = (0, TimeSpan.Zero);
        var started = System.Diagnostics.Stopwatch.StartNew();
        while (started.Elapsed < duration)
        {
            if (redisDies.TryPeek(out var time) && started.Elapsed >= time)
            {
                redisDies.Dequeue();
                cluster.Redis.Kill();
                await Task.Delay(TimeSpan.FromSeconds(2));
                await cluster.Redis.StartAgainAsync();
                kills++;
            }

            if (started.Elapsed >= next)
            {
                await Cluster.RestartAsync(cluster.Workers[kills % cluster.Workers.Count]);
                await Cluster.RestartAsync(cluster.Apis[kills % cluster.Apis.Count]);
                kills += 2;
                next = started.Elapsed + KillEvery;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }

        return kills;
    }

    /// <summary>Every acknowledged message was extracted, and none twice.</summary>
    private static async Task AssertWorkIsDoneOnceAsync(Client reader, IReadOnlyList<Writer> writers)
    {
        foreach (var writer in writers.Where(writer => writer.Messages.Count > 0))
        {
            while (writer.Messages.Except(await SourcesAsync(reader, writer)).ToList() is { Count: > 0 } missing)
            {
                Assert.False(
                    reader.Stop.IsCancellationRequested,
                    $"{writer.User}: {missing.Count} messages were not extracted, such as {missing[0]}; {string.Join('\n', reader.Violations)}");
                await Task.Delay(TimeSpan.FromMilliseconds(500), CancellationToken.None);
            }
        }

        // A second extraction of the same message would follow within a lease.
        await Task.Delay(TimeSpan.FromSeconds(12), CancellationToken.None);
        foreach (var writer in writers.Where(writer => writer.Messages.Count > 0))
        {
            var sources = await SourcesAsync(reader, writer);
            Assert.Equal(sources.Distinct(StringComparer.Ordinal).Count(), sources.Count);
        }

        var dead = await reader.SendAsync(HttpMethod.Get, "/v1/tasks?status=failed", null, null);
        Assert.Equal(0, dead!.Json.GetProperty("tasks").GetArrayLength());
    }

    private static async Task<List<string>> SourcesAsync(Client reader, Writer writer)
    {
        var sources = new List<string>();
        for (int? offset = 0; offset is { } from;)
        {
            var page = (await reader.SendAsync(HttpMethod.Post, "/v1/long-term-memory/search", new
            {
                @namespace = new { eq = Writer.Namespace },
                user_id = new { eq = writer.User },
                limit = PageSize,
                offset = from,
                recency_boost = false,
            }, null))?.Json ?? throw new TimeoutException(string.Join('\n', reader.Violations));
            sources.AddRange(page.GetProperty("memories").EnumerateArray()
                .SelectMany(memory => memory.GetProperty("extracted_from").EnumerateArray().Select(id => id.GetString()!)));
            offset = page.GetProperty("next_offset") is { ValueKind: JsonValueKind.Number } next ? next.GetInt32() : null;
        }

        return sources;
    }
}
