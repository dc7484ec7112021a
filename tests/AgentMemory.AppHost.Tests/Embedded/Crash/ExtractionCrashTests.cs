using System.Globalization;
using AgentMemory.AppHost.Tests.Processes;
using AgentMemory.ModelServers;

namespace AgentMemory.AppHost.Tests.Crash;

/// <summary>
/// Two servers work off one folder's background tasks, and one after the other is killed in the middle of it. What is left
/// in the end is what one undisturbed worker would have left: each message extracted, once.
/// </summary>
public sealed class ExtractionCrashTests : IDisposable
{
    private const string KillsVariable = "AGENT_MEMORY_CRASH_ROUNDS";
    private const int DefaultKills = 5;
    private const int SessionsPerKill = 3;
    private const int MessagesPerSession = 4;
    private const int PageSize = 100;

    /// <summary>Milliseconds from the writes to the kill: before, during and after the model's answers.</summary>
    private const int LongestLife = 1500;

    /// <summary>Longer than a dead worker's lease, with time for what waited for it.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _folder = new();

    private static int Kills =>
        Environment.GetEnvironmentVariable(KillsVariable) is { Length: > 0 } kills
            ? int.Parse(kills, CultureInfo.InvariantCulture)
            : DefaultKills;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_workers_of_which_one_after_the_other_is_killed_extract_every_message_once()
    {
        await using var model = await ModelServer.StartAsync();
        model.Answer = ExtractionAnswers.OneFactPerMessage;
        model.Behaviour = ModelBehaviour.Slow(TimeSpan.FromMilliseconds(250));
        (string, string)[] settings =
        [
            ("OPENAI_API_BASE", model.OpenAIBase.ToString()), ("GENERATION_MODEL", "test-model"),
            ("EMBEDDING_MODEL", "words"), ("REDISVL_VECTOR_DIMENSIONS", WordVectors.Dimensions.ToString(CultureInfo.InvariantCulture)),
            ("EXTRACTION_DEBOUNCE_SECONDS", "0"),
            // Facts of one wording are no duplicates here: each stands for a message.
            ("COMPACT_SEMANTIC_DUPLICATES", "false"),
        ];

        var written = new List<string>();
        var servers = new List<ServerProcess>
        {
            await ServerProcess.StartAsync(_folder.DataFolder, settings),
            await ServerProcess.StartAsync(_folder.DataFolder, settings),
        };
        try
        {
            for (var kill = 0; kill < Kills; kill++)
            {
                await WriteAsync(servers[0].Client, kill, written);
                await Task.Delay(Random.Shared.Next(LongestLife));
                await servers[1].KillAsync();
                await servers[1].DisposeAsync();
                // The new one is killed last: each lives through one kill of the other and one life of its own.
                servers[1] = servers[0];
                servers[0] = await ServerProcess.StartAsync(_folder.DataFolder, settings);
            }

            var sources = await ExtractedAsync(servers[0].Client, written.Count);
            Assert.All(sources, ids => Assert.Single(ids));
            Assert.Equal(written.Order(StringComparer.Ordinal), sources.Select(ids => ids[0]).Order(StringComparer.Ordinal));
            Assert.DoesNotContain("given up", (await servers[0].Client.OkAsync("GET", "/v1/ready")).Text, StringComparison.Ordinal);
        }
        finally
        {
            foreach (var server in servers)
                await server.DisposeAsync();
        }
    }

    private static async Task WriteAsync(HttpClient client, int kill, List<string> written)
    {
        for (var session = 0; session < SessionsPerKill; session++)
        {
            var ids = Enumerable.Range(0, MessagesPerSession).Select(message => $"k{kill}-s{session}-m{message}").ToArray();
            await client.OkAsync("POST", $"/v1/working-memory/k{kill}-s{session}/messages?user_id=ann", new
            {
                messages = ids.Select(id => new { id, role = "user", content = $"I keep the thing called {id} in my cellar." }),
            });
            written.AddRange(ids);
        }
    }

    /// <summary>What every memory was made from, once there are as many as there must be and nothing is left to do.</summary>
    private static async Task<List<string[]>> ExtractedAsync(HttpClient client, int expected)
    {
        using var limit = new CancellationTokenSource(Limit);
        List<string[]> sources;
        while ((sources = await SourcesAsync(client)).Count < expected)
        {
            Assert.False(limit.IsCancellationRequested, $"{expected - sources.Count} of {expected} messages were not extracted");
            await Task.Delay(TimeSpan.FromMilliseconds(500), CancellationToken.None);
        }

        // A second extraction of the same message would follow within a lease.
        await Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None);
        return await SourcesAsync(client);
    }

    private static async Task<List<string[]>> SourcesAsync(HttpClient client)
    {
        var sources = new List<string[]>();
        for (int? offset = 0; offset is { } from;)
        {
            var page = (await client.OkAsync(
                "POST", "/v1/long-term-memory/search", new { limit = PageSize, offset = from, recency_boost = false })).Json;
            sources.AddRange(page.GetProperty("memories").EnumerateArray().Select(memory => memory
                .GetProperty("extracted_from").EnumerateArray().Select(id => id.GetString()!).ToArray()));
            offset = page.GetProperty("next_offset") is { ValueKind: System.Text.Json.JsonValueKind.Number } next ? next.GetInt32() : null;
        }
        return sources;
    }
}
