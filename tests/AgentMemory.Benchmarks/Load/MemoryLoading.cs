using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using AgentMemory.Benchmarks.Servers;

namespace AgentMemory.Benchmarks.Load;

/// <summary>Fills a server with memories, as a client would.</summary>
internal static class MemoryLoading
{
    public const int Batch = 200;

    private static readonly TimeSpan EmbeddingLimit = TimeSpan.FromMinutes(30);

    /// <summary>Until the memories are stored, each with its vector.</summary>
    /// <returns>How long storing them took; vectors may come later.</returns>
    public static async Task<TimeSpan> LoadAsync(
        HttpClient client, Corpus corpus, EmbeddingEndpoint embeddings, int from, int to, CancellationToken cancellationToken)
    {
        await WaitUntilQuietAsync(embeddings, 0, cancellationToken);
        var embedded = embeddings.Texts;
        var started = Stopwatch.GetTimestamp();
        for (var first = from; first < to; first += Batch)
        {
            await SendAsync(
                client, HttpMethod.Post, "/v1/long-term-memory/", corpus.Create(first, Math.Min(first + Batch, to)), cancellationToken);
        }

        var elapsed = Stopwatch.GetElapsedTime(started);
        await WaitUntilQuietAsync(embeddings, embedded + to - from, cancellationToken);
        return elapsed;
    }

    public static Task SendAsync(HttpClient client, HttpMethod method, string path, string body, CancellationToken cancellationToken) =>
        SendAsync(client, method, path, Encoding.UTF8.GetBytes(body), cancellationToken);

    public static async Task SendAsync(
        HttpClient client, HttpMethod method, string path, byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await client.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Until that many texts were embedded and a while passed without another.</summary>
    private static async Task WaitUntilQuietAsync(EmbeddingEndpoint embeddings, long texts, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(EmbeddingLimit);
        long before;
        do
        {
            before = embeddings.Texts;
            await Task.Delay(TimeSpan.FromSeconds(1), limit.Token);
        }
        while (embeddings.Texts < texts || embeddings.Texts != before);
    }
}
