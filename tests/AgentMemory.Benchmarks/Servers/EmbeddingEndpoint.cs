using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace AgentMemory.Benchmarks.Servers;

/// <summary>
/// Speaks the OpenAI embeddings protocol and answers at once: a vector is made from the words of its text, so that texts
/// that share words are near, and the same text has the same vector in every run.
/// </summary>
internal sealed class EmbeddingEndpoint : IAsyncDisposable
{
    public const int Dimensions = 384;

    private readonly WebApplication _app;
    private long _texts;

    private EmbeddingEndpoint(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single() + "/v1");

    /// <summary>Texts that were embedded until now.</summary>
    public long Texts => Interlocked.Read(ref _texts);

    public static async Task<EmbeddingEndpoint> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var endpoint = new EmbeddingEndpoint(app);
        app.Run(endpoint.AnswerAsync);
        await app.StartAsync();
        return endpoint;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var request = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
        var input = request.RootElement.GetProperty("input");
        var texts = input.ValueKind == JsonValueKind.String ? [input] : input.EnumerateArray().ToArray();
        var base64 = request.RootElement.TryGetProperty("encoding_format", out var format) && format.ValueEquals("base64");
        var vector = new float[Dimensions];
        context.Response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        writer.WriteStartObject();
        writer.WriteString("object", "list");
        writer.WriteStartArray("data");
        for (var index = 0; index < texts.Length; index++)
        {
            Embed(texts[index].GetString()!, vector);
            writer.WriteStartObject();
            writer.WriteString("object", "embedding");
            writer.WriteNumber("index", index);
            writer.WritePropertyName("embedding");
            if (base64)
                writer.WriteBase64StringValue(MemoryMarshal.AsBytes<float>(vector));
            else
                JsonSerializer.Serialize(writer, vector);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartObject("usage");
        writer.WriteNumber("prompt_tokens", texts.Length);
        writer.WriteNumber("total_tokens", texts.Length);
        writer.WriteEndObject();
        writer.WriteEndObject();
        Interlocked.Add(ref _texts, texts.Length);
    }

    /// <summary>A sum of one pseudo-random vector per word.</summary>
    private static void Embed(ReadOnlySpan<char> text, Span<float> vector)
    {
        vector.Clear();
        foreach (var range in text.Split(' '))
        {
            var state = 2166136261u;
            foreach (var character in text[range])
                state = (state ^ character) * 16777619u;
            for (var i = 0; i < vector.Length; i++)
            {
                state = (state * 1664525u) + 1013904223u;
                vector[i] += (state >> 8) / (float)(1 << 23) - 1;
            }
        }
    }
}
