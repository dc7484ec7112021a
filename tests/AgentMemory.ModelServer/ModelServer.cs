using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace AgentMemory.ModelServers;

/// <summary>
/// Serves <c>/v1/chat/completions</c>, <c>/v1/embeddings</c> and <c>/v1/messages</c> on a free port of this machine. What it
/// answers and how it misbehaves can be changed at any time.
/// </summary>
public sealed class ModelServer : IAsyncDisposable
{
    private const int RequestsKept = 10_000;

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ModelRequest> _requests = [];
    private long _calls;
    private long _embeddingCalls;
    private long _inputTokens;
    private long _outputTokens;
    private int _underWay;
    private int _mostUnderWay;

    private ModelServer(WebApplication app) => _app = app;

    /// <summary>For <c>OPENAI_API_BASE</c>.</summary>
    public Uri OpenAIBase => new(Root, "/v1");

    /// <summary>For <c>ANTHROPIC_API_BASE</c> and <c>OLLAMA_API_BASE</c>.</summary>
    public Uri Root => new(_app.Urls.Single());

    /// <summary>Makes the text of the answer. By default it repeats what the user said.</summary>
    public Func<ModelRequest, string> Answer { get; set; } = request => request.User;

    /// <summary>How every request is treated that <see cref="Instead"/> holds nothing for.</summary>
    public ModelBehaviour Behaviour { get; set; } = ModelBehaviour.Well;

    /// <summary>Treatment of the next requests, one each.</summary>
    public ConcurrentQueue<ModelBehaviour> Instead { get; } = [];

    /// <summary>What this server knows of the protocol: a complaint is answered with 400, <see langword="null"/> accepts.</summary>
    public Func<ModelRequest, string?> Refuses { get; set; } = _ => null;

    /// <summary>How long each text takes to embed: a query is back before a batch is.</summary>
    public TimeSpan EmbeddingDelay { get; set; }

    /// <summary>Whether answers say how many tokens they took.</summary>
    public bool ReportsUsage { get; set; } = true;

    /// <summary>The newest questions, oldest first, refused ones included.</summary>
    public IReadOnlyCollection<ModelRequest> Requests => _requests;

    /// <summary>Questions asked, refused ones included.</summary>
    public long Calls => Volatile.Read(ref _calls);

    public long EmbeddingCalls => Volatile.Read(ref _embeddingCalls);

    /// <summary>Tokens of the questions that were answered.</summary>
    public long InputTokens => Volatile.Read(ref _inputTokens);

    public long OutputTokens => Volatile.Read(ref _outputTokens);

    public int MostUnderWay => Volatile.Read(ref _mostUnderWay);

    public static async Task<ModelServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new ModelServer(app);
        app.Run(server.ServeAsync);
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        // Requests that hang would be waited for.
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private Task ServeAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/v1/chat/completions" => ChatAsync(context, OpenAIProtocol.Read, OpenAIProtocol.Answer),
        "/v1/messages" => ChatAsync(context, AnthropicProtocol.Read, AnthropicProtocol.Answer),
        "/v1/embeddings" => EmbedAsync(context),
        _ => WriteErrorAsync(context, 404, "There is nothing here"),
    };

    private async Task ChatAsync(
        HttpContext context, Func<HttpRequest, JsonNode, ModelRequest> read, Func<ModelRequest, string, string, int?, JsonNode> form)
    {
        Interlocked.Increment(ref _calls);
        NoteUnderWay(Interlocked.Increment(ref _underWay));
        try
        {
            var request = read(context.Request, await BodyAsync(context));
            Note(request);
            var behaviour = Instead.TryDequeue(out var next) ? next : Behaviour;
            await Task.Delay(behaviour.Delay, context.RequestAborted);
            if (Refuses(request) is { } complaint)
                await WriteErrorAsync(context, 400, complaint);
            else if (behaviour.Status != 200)
                await RefuseAsync(context, behaviour);
            else if (behaviour.Answer == ModelBehaviour.Form.NotTheProtocol)
                await context.Response.WriteAsync("<html>Please log in</html>", context.RequestAborted);
            else
                await AnswerAsync(context, request, behaviour, form);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller gave up, which is what it should do with a server that hangs.
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private async Task AnswerAsync(
        HttpContext context, ModelRequest request, ModelBehaviour behaviour,
        Func<ModelRequest, string, string, int?, JsonNode> form)
    {
        var whole = Answer(request);
        var text = behaviour.Answer switch
        {
            ModelBehaviour.Form.Fenced => $"Here it is:\n```json\n{whole}\n```\nAnything else?",
            ModelBehaviour.Form.Half => whole[..(whole.Length / 2)],
            ModelBehaviour.Form.Garbage => "I am afraid I would rather talk about the weather.",
            ModelBehaviour.Form.Empty => "",
            _ => whole,
        };
        var outputTokens = text.Length / 4 + 1;
        Interlocked.Add(ref _inputTokens, request.InputTokens);
        Interlocked.Add(ref _outputTokens, outputTokens);
        await WriteAsync(context, form(request, text, behaviour.FinishReason ?? "stop", ReportsUsage ? outputTokens : null));
    }

    private async Task EmbedAsync(HttpContext context)
    {
        Interlocked.Increment(ref _embeddingCalls);
        var body = await BodyAsync(context);
        string[] inputs = body["input"] is JsonArray many ? [.. many.Select(text => (string)text!)] : [(string)body["input"]!];
        await Task.Delay(EmbeddingDelay * inputs.Length, context.RequestAborted);
        await WriteAsync(context, WordVectors.Answer(inputs, (string?)body["encoding_format"] == "base64"));
    }

    private void Note(ModelRequest request)
    {
        _requests.Enqueue(request);
        if (_requests.Count > RequestsKept)
            _requests.TryDequeue(out _);
    }

    private void NoteUnderWay(int now)
    {
        for (var most = MostUnderWay; now > most; most = MostUnderWay)
            Interlocked.CompareExchange(ref _mostUnderWay, now, most);
    }

    private static Task RefuseAsync(HttpContext context, ModelBehaviour behaviour)
    {
        if (behaviour.RetryAfter is { } delay)
            context.Response.Headers.RetryAfter = ((int)Math.Ceiling(delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return WriteErrorAsync(context, behaviour.Status, behaviour.Complaint ?? "details of the server");
    }

    private static Task WriteErrorAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, new JsonObject
        {
            ["type"] = "error",
            ["error"] = new JsonObject { ["type"] = "error_of_the_test", ["message"] = message },
        });
    }

    private static async Task<JsonNode> BodyAsync(HttpContext context) =>
        await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted)
        ?? throw new JsonException("The body is null");

    private static Task WriteAsync(HttpContext context, JsonNode body)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }
}
