using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using AgentMemory.Cli.Evaluation.Datasets;
using AgentMemory.Cli.Evaluation.Measuring;
using AgentMemory.Hosting;

namespace AgentMemory.Cli.Evaluation.Asking;

/// <summary>The calls of the REST interface that an evaluation needs.</summary>
internal sealed class MemoryServer(HttpClient client)
{
    private const int BatchSize = 100;

    /// <summary>Servers refuse longer request lines; one id alone always fits.</summary>
    private const int LongestQuery = 6000;

    private const string Memories = "/v1/long-term-memory/";
    private const string Search = Memories + "search";

    private static readonly JsonSerializerOptions WithoutNulls =
        new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <exception cref="StartupException">It does not answer.</exception>
    public async Task DemandAnswerAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/health");
        await SendAsync(request, cancellationToken);
    }

    /// <summary>Whether searches by meaning are answered by vectors.</summary>
    /// <exception cref="StartupException">It does not answer.</exception>
    public async Task<bool> HasVectorsAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/ready");
        var answer = await SendAsync(request, cancellationToken);
        return answer.TryGetProperty("search", out var search) && search.GetString() == "vector";
    }

    /// <summary>A batch that was begun is finished, so that what is deleted after an interruption is all there is.</summary>
    public async Task LoadAsync(
        string @namespace, IReadOnlyList<Item> items, Action<int> loaded, CancellationToken cancellationToken)
    {
        foreach (var batch in items.Chunk(BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var memories = batch.Select(item => new
            {
                id = item.Id,
                text = item.Text,
                memory_type = item.MemoryType,
                @namespace,
                session_id = item.SessionId,
                created_at = item.CreatedAt,
                event_date = item.EventDate,
                topics = item.Topics,
                entities = item.Entities,
            });

            // Without deduplication: what is said twice is evidence twice.
            await PostAsync(Memories, new { memories, deduplicate = false }, CancellationToken.None);
            loaded(batch.Length);
        }
    }

    /// <summary>What the server's search returns, best first.</summary>
    /// <param name="mode"><see langword="null"/> for what the server does by default.</param>
    public async Task<IReadOnlyList<ReturnedMemory>> SearchAsync(
        string @namespace, string text, int limit, string? mode, CancellationToken cancellationToken)
    {
        var answer = await PostAsync(
            Search, new { text, limit, @namespace = new { eq = @namespace }, search_mode = mode }, cancellationToken);
        return
        [
            .. answer.GetProperty("memories").EnumerateArray().Select(memory => new ReturnedMemory(
                memory.GetProperty("id").GetString()!,
                memory.TryGetProperty("score", out var score) && score.ValueKind != JsonValueKind.Null ? score.GetDouble() : null,
                Found.CountTokens(memory.GetProperty("text").GetString()!))),
        ];
    }

    /// <summary>How many memories of a namespace have a vector: those within the largest distance there is.</summary>
    public async Task<long> CountVectorsAsync(string @namespace, CancellationToken cancellationToken)
    {
        var answer = await PostAsync(
            Search,
            new
            {
                text = "memory",
                limit = 1,
                search_mode = "semantic",
                distance_threshold = 2,
                recency_boost = false,
                @namespace = new { eq = @namespace },
            },
            cancellationToken);

        // While there is no vector at all the server answers by words, and counts those.
        return answer.GetProperty("memories").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } nearest
            && nearest.TryGetProperty("score_type", out var ranker) && ranker.GetString() == "semantic"
                ? answer.GetProperty("total").GetInt64()
                : 0;
    }

    public async Task DeleteAsync(string @namespace, IReadOnlyList<Item> items)
    {
        var start = $"{Memories}?namespace={Uri.EscapeDataString(@namespace)}";
        var path = start;
        foreach (var id in items.Select(item => $"&memory_ids={Uri.EscapeDataString(item.Id)}"))
        {
            if (path.Length > start.Length && path.Length + id.Length > LongestQuery)
            {
                await DeleteAsync(path);
                path = start;
            }
            path += id;
        }
        await DeleteAsync(path);
    }

    private async Task DeleteAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, path);
        await SendAsync(request, CancellationToken.None);
    }

    private async Task<JsonElement> PostAsync<T>(string path, T body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = JsonContent.Create(body, options: WithoutNulls);
        return await SendAsync(request, cancellationToken);
    }

    private async Task<JsonElement> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode)
                return await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            var reason = await response.Content.ReadAsStringAsync(cancellationToken);
            throw new StartupException(
                $"{client.BaseAddress} refused {request.Method} with {(int)response.StatusCode}: {reason}");
        }
        catch (HttpRequestException failure)
        {
            throw new StartupException(
                $"{client.BaseAddress} does not answer ({failure.Message}); start the server, or name it with --url");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StartupException(
                $"{client.BaseAddress} took more than {client.Timeout.TotalSeconds:0} seconds; use a smaller --concurrency");
        }
        catch (JsonException)
        {
            throw new StartupException($"{client.BaseAddress} answers, but not as a memory server does; name one with --url");
        }
    }
}
