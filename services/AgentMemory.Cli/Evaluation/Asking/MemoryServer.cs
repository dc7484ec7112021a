using System.Net.Http.Json;
using System.Text.Json;
using AgentMemory.Hosting;

namespace AgentMemory.Cli.Evaluation;

/// <summary>The three calls of the REST interface that an evaluation needs.</summary>
internal sealed class MemoryServer(HttpClient client)
{
    private const int BatchSize = 100;

    private const string Memories = "/v1/long-term-memory/";

    public async Task LoadAsync(string @namespace, IReadOnlyList<Turn> turns, CancellationToken cancellationToken)
    {
        foreach (var batch in turns.Chunk(BatchSize))
        {
            var memories = batch.Select(turn => new
            {
                id = turn.Id,
                text = turn.Text,
                memory_type = "message",
                @namespace,
                session_id = turn.SessionId,
                created_at = turn.Time,
            });

            // Without deduplication: a turn said twice is evidence twice.
            using var request = new HttpRequestMessage(HttpMethod.Post, Memories)
            {
                Content = JsonContent.Create(new { memories, deduplicate = false }),
            };
            await SendAsync(request, cancellationToken);
        }
    }

    /// <summary>The ids that the server's default search returns, best first.</summary>
    public async Task<IReadOnlyList<string>> SearchAsync(
        string @namespace, string text, int limit, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Memories + "search")
        {
            Content = JsonContent.Create(new { text, limit, @namespace = new { eq = @namespace } }),
        };
        var answer = await SendAsync(request, cancellationToken);
        return [.. answer.GetProperty("memories").EnumerateArray().Select(memory => memory.GetProperty("id").GetString()!)];
    }

    public async Task DeleteAsync(string @namespace, IReadOnlyList<Turn> turns, CancellationToken cancellationToken)
    {
        foreach (var batch in turns.Chunk(BatchSize))
        {
            var ids = string.Concat(batch.Select(turn => $"&memory_ids={Uri.EscapeDataString(turn.Id)}"));
            using var request = new HttpRequestMessage(
                HttpMethod.Delete, $"{Memories}?namespace={Uri.EscapeDataString(@namespace)}{ids}");
            await SendAsync(request, cancellationToken);
        }
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
    }
}
