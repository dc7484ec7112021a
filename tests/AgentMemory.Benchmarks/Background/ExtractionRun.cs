using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AgentMemory.AppHost.Tests.Processes;
using AgentMemory.ModelServers;

namespace AgentMemory.Benchmarks.Background;

/// <param name="Calls">Of the language model.</param>
/// <param name="Delays">From the acknowledgement of a write until what it says was found, where that was waited for.</param>
internal sealed record ExtractionCost(int Messages, long Calls, long Tokens, TimeSpan Elapsed, IReadOnlyList<TimeSpan> Delays);

/// <summary>What it takes to turn conversations into memories, with a model that answers at once.</summary>
internal static class ExtractionRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <param name="sessions">All at once.</param>
    /// <param name="perWrite">Messages per write; each write is waited for before the session's next.</param>
    public static async Task<ExtractionCost> MeasureAsync(int sessions, int messages, int perWrite, CancellationToken cancellationToken)
    {
        await using var model = await ModelServer.StartAsync();
        model.Answer = ExtractionAnswers.OneFactPerMessage;
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(
            folder.DataFolder,
            ("OPENAI_API_BASE", model.OpenAIBase.ToString()), ("GENERATION_MODEL", "benchmark"),
            ("EMBEDDING_MODEL", "words"), ("REDISVL_VECTOR_DIMENSIONS", WordVectors.Dimensions.ToString(CultureInfo.InvariantCulture)),
            ("EXTRACTION_DEBOUNCE_SECONDS", "0"), ("COMPACT_SEMANTIC_DUPLICATES", "false"));

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        var started = Stopwatch.GetTimestamp();
        var delays = await Task.WhenAll(Enumerable.Range(0, sessions).Select(
            session => TalkAsync(server.Client, session, messages, perWrite, limit.Token)));
        return new(
            sessions * messages, model.Calls, model.InputTokens + model.OutputTokens, Stopwatch.GetElapsedTime(started),
            [.. delays.SelectMany(delay => delay)]);
    }

    private static async Task<List<TimeSpan>> TalkAsync(
        HttpClient client, int session, int messages, int perWrite, CancellationToken cancellationToken)
    {
        var delays = new List<TimeSpan>();
        for (var first = 0; first < messages; first += perWrite)
        {
            using var body = Json(Chats.Append(session, first, perWrite));
            using var answer = await client.PostAsync(
                new Uri($"/v1/working-memory/chat-{session}/messages", UriKind.Relative), body, cancellationToken);
            answer.EnsureSuccessStatusCode();
            var acknowledged = Stopwatch.GetTimestamp();
            while (!await IsFoundAsync(client, session, first + perWrite - 1, cancellationToken))
                await Task.Delay(5, cancellationToken);
            delays.Add(Stopwatch.GetElapsedTime(acknowledged));
        }

        return delays;
    }

    private static async Task<bool> IsFoundAsync(HttpClient client, int session, int message, CancellationToken cancellationToken)
    {
        using var body = Json(JsonSerializer.Serialize(new
        {
            text = $"c{session}x{message}",
            search_mode = "keyword",
            recency_boost = false,
            user_id = new { eq = $"u{session}" },
        }));
        using var answer = await client.PostAsync(new Uri("/v1/long-term-memory/search", UriKind.Relative), body, cancellationToken);
        var found = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return found.GetProperty("total").GetInt64() > 0;
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
