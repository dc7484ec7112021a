using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace AgentMemory.Models.Tests;

/// <summary>
/// Speaks the OpenAI embeddings protocol over real HTTP. A text's vector is (its length, 1, 0, …), so that tests can tell
/// which vector belongs to which text.
/// </summary>
internal sealed class EmbeddingServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _underWay;

    private EmbeddingServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single() + "/v1");

    public int Dimensions { get; set; } = 4;

    /// <summary>Whether vectors go as base64 when asked for it, or always as numbers.</summary>
    public bool KnowsBase64 { get; set; } = true;

    /// <summary>Takes the next requests instead, one each.</summary>
    public ConcurrentQueue<RequestDelegate> Instead { get; } = [];

    public ConcurrentQueue<EmbeddingCall> Calls { get; } = [];

    public int MostUnderWay { get; private set; }

    public TimeSpan Delay { get; set; }

    public static async Task<EmbeddingServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new EmbeddingServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        MostUnderWay = Math.Max(MostUnderWay, Interlocked.Increment(ref _underWay));
        try
        {
            var body = (await JsonNode.ParseAsync(context.Request.Body))!;
            string[] inputs = [.. body["input"]!.AsArray().Select(input => (string)input!)];
            Calls.Enqueue(new(
                context.Request.Path, context.Request.Headers.Authorization.ToString(), (string)body["model"]!, inputs));
            await Task.Delay(Delay, context.RequestAborted);
            if (Instead.TryDequeue(out var instead))
                await instead(context);
            else
                await WriteVectorsAsync(context, inputs, KnowsBase64 && (string?)body["encoding_format"] == "base64");
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    /// <summary>Last vector first: the protocol orders by <c>index</c>.</summary>
    private async Task WriteVectorsAsync(HttpContext context, string[] inputs, bool base64)
    {
        var data = new JsonArray();
        for (var index = inputs.Length - 1; index >= 0; index--)
        {
            var vector = new float[Dimensions];
            (vector[0], vector[1]) = (inputs[index].Length, 1);
            JsonNode embedding = base64
                ? Convert.ToBase64String(MemoryMarshal.AsBytes(vector.AsSpan()))
                : JsonSerializer.SerializeToNode(vector)!;
            data.Add(new JsonObject { ["object"] = "embedding", ["index"] = index, ["embedding"] = embedding });
        }
        var answer = new JsonObject
        {
            ["object"] = "list",
            ["data"] = data,
            ["usage"] = new JsonObject { ["prompt_tokens"] = inputs.Length, ["total_tokens"] = inputs.Length },
        };
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString());
    }
}

internal sealed record EmbeddingCall(string Path, string Authorization, string Model, string[] Inputs);
