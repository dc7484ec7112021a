using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;

namespace AgentMemory.Distributed.Tests.Load;

/// <summary>
/// What a client may meet while services die: success, or a refusal that says when to try again. Everything else is noted as a
/// violation. A request is repeated, as a client would, until it succeeds.
/// </summary>
internal sealed class Client(HttpClient http, CancellationToken stop)
{
    private const int RememberedViolations = 20;

    private readonly ConcurrentQueue<string> _violations = [];
    private long _answers;
    private long _refusals;

    public IReadOnlyCollection<string> Violations => _violations;

    public long Answers => Interlocked.Read(ref _answers);

    public long Refusals => Interlocked.Read(ref _refusals);

    public CancellationToken Stop => stop;

    /// <summary>The answer, once it is a success or one of the statuses that are expected besides.</summary>
    /// <returns><see langword="null"/> when the load ended before that: nobody was told anything.</returns>
    public async Task<Reply?> SendAsync(HttpMethod method, string path, object? body, string? ifMatch, params HttpStatusCode[] expected)
    {
        while (!stop.IsCancellationRequested)
        {
            using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
            if (body is not null)
                request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
            if (ifMatch is not null)
                request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
            if (path.StartsWith("/mcp", StringComparison.Ordinal))
                request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
            if (await TryAsync(request, expected) is { } reply)
                return reply;
        }

        return null;
    }

    /// <summary>The answer of a tool.</summary>
    public async Task<string?> CallAsync(string tool, object arguments)
    {
        while (!stop.IsCancellationRequested)
        {
            var reply = await SendAsync(
                HttpMethod.Post, "/mcp",
                new { jsonrpc = "2.0", id = 1, method = "tools/call", @params = new { name = tool, arguments } }, null);
            if (reply is null)
                return null;
            var line = reply.Text.Split('\n').FirstOrDefault(text => text.StartsWith("data: ", StringComparison.Ordinal))?[6..] ?? reply.Text;
            using var message = JsonDocument.Parse(line);
            if (message.RootElement.TryGetProperty("result", out var result))
            {
                var text = result.GetProperty("content")[0].GetProperty("text").GetString()!;
                if (!result.TryGetProperty("isError", out var isError) || !isError.GetBoolean())
                    return text;
                if (text.Contains("503", StringComparison.Ordinal))
                {
                    Interlocked.Increment(ref _refusals);
                    await PauseAsync(TimeSpan.FromMilliseconds(200));
                    continue;
                }
            }

            Note($"tool {tool}: {line}");
            await PauseAsync(TimeSpan.FromMilliseconds(200));
        }

        return null;
    }

    private async Task<Reply?> TryAsync(HttpRequestMessage request, HttpStatusCode[] expected)
    {
        var what = $"{request.Method} {request.RequestUri}";
        try
        {
            // The load may end, but this request's outcome is still waited for: an answer nobody read would look like a loss.
            using var answer = await http.SendAsync(request, CancellationToken.None);
            var text = await answer.Content.ReadAsStringAsync(CancellationToken.None);
            Interlocked.Increment(ref _answers);
            if (answer.IsSuccessStatusCode || expected.Contains(answer.StatusCode))
                return new Reply(answer.StatusCode, text, answer.Headers.ETag?.ToString());
            if (answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
                && answer.Headers.RetryAfter is not null)
            {
                Interlocked.Increment(ref _refusals);
                await PauseAsync(TimeSpan.FromMilliseconds(200));
                return null;
            }

            Note($"{what}: {(int)answer.StatusCode} {text}");
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            Note($"{what}: {error.Message} {error.InnerException?.Message}");
        }

        await PauseAsync(TimeSpan.FromMilliseconds(200));
        return null;
    }

    private void Note(string violation)
    {
        if (_violations.Count < RememberedViolations)
            _violations.Enqueue(violation);
    }

    private async Task PauseAsync(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, stop);
        }
        catch (OperationCanceledException)
        {
            // The load ended.
        }
    }
}

internal sealed record Reply(HttpStatusCode Status, string Text, string? ETag)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;
}
