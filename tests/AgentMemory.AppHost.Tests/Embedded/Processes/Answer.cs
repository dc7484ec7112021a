using System.Net;
using System.Text;
using System.Text.Json;

namespace AgentMemory.AppHost.Tests.Processes;

/// <summary>A response, with its body read.</summary>
internal sealed record Answer(HttpStatusCode Status, string? ETag, string Text)
{
    public bool IsOk => Status == HttpStatusCode.OK;

    public JsonElement Json => JsonDocument.Parse(Text).RootElement;
}

internal static class Sending
{
    /// <param name="body">Becomes JSON; <see langword="null"/> sends none.</param>
    public static async Task<Answer> SendAsync(
        this HttpClient client, string method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body as string ?? JsonSerializer.Serialize(body)));
            request.Content.Headers.ContentType = new("application/json");
        }
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request);
        return new Answer(response.StatusCode, response.Headers.ETag?.ToString(), await response.Content.ReadAsStringAsync());
    }

    /// <summary>As <see cref="SendAsync"/>, for requests that must succeed.</summary>
    public static async Task<Answer> OkAsync(
        this HttpClient client, string method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        var answer = await client.SendAsync(method, path, body, headers);
        Assert.True(answer.IsOk, $"{method} {path}: {(int)answer.Status} {answer.Text}");
        return answer;
    }

    /// <summary>The ids of a session's messages, in the order every reader gets them.</summary>
    public static async Task<string[]> MessageIdsAsync(this HttpClient client, string path)
    {
        var session = await client.SendAsync("GET", path);
        return session.Status == HttpStatusCode.NotFound ? [] : Ids(session.Json.GetProperty("messages"));
    }

    public static string[] Ids(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
}
