using System.Text.Json;
using AgentMemory.Mcp.Callers;
using AgentMemory.Mcp.Transports.Framing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentMemory.Mcp.Transports.Http;

/// <summary>
/// Streamable HTTP without sessions: each POST is answered by a server of its own, made for its caller and gone with it.
/// Answers are events, also where there is but one.
/// </summary>
internal sealed class StreamableHttp(ProtocolServer servers, DirectCalls direct, McpOptions options, ILoggerFactory loggers)
{
    /// <summary>The header Accept of nearly every client, which need not be parsed to be known.</summary>
    private const string AsClientsWriteIt = "application/json, text/event-stream";

    public async Task PostAsync(HttpContext http)
    {
        if (!AcceptsBoth(http.Request))
        {
            await http.RefuseAsync(StatusCodes.Status406NotAcceptable, JsonRpc.Error(
                default, JsonRpc.TransportError, "Accept both application/json and text/event-stream in the header Accept"));
            return;
        }

        if (await HttpFrame.ReceiveAsync(http, options.Reading.MaximumBodyBytes) is not { } body)
            return;
        Frame frame;
        using (body)
        {
            using var document = Frame.Parse(body.Bytes, out frame);
            if (document is not null)
            {
                if (await direct.TryAnswerAsync(http, document.RootElement))
                    return;
                frame = Frame.Understand(document.RootElement, body.Bytes.Span);
            }
        }

        if (await HttpFrame.AcceptAsync(http, frame) is { } message)
            await HandleAsync(http, message);
    }

    private async Task HandleAsync(HttpContext http, JsonRpcMessage message)
    {
        if (HeaderCheck.Refuse(http.Request.Headers, message) is { } refusal)
            await http.RefuseAsync(refusal.Status, refusal.Error);
        else if (!HttpCaller.TryRead(http, options.Defaults, out var caller, out var problem))
            await http.RefuseAsync(StatusCodes.Status400BadRequest, JsonRpc.Error(JsonRpc.IdOf(message), McpErrorCode.InvalidRequest, problem));
        else
            await AnswerAsync(http, caller, message);
    }

    private async Task AnswerAsync(HttpContext http, McpCaller caller, JsonRpcMessage message)
    {
        var revision = http.Request.Headers[McpHeaders.ProtocolVersion].ToString();
        message.Context = new() { User = http.User, ProtocolVersion = revision.Length > 0 ? revision : null };
        var transport = new StreamableHttpServerTransport(loggers) { Stateless = true };
        await using var server = servers.Create(transport, caller, http.RequestServices);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var answering = server.RunAsync(end.Token);
        try
        {
            http.BeginEvents();
            var isAnswered = await transport.HandlePostRequestAsync(
                message, http.Response.Body, StatusOf(http.Response, revision), http.RequestAborted);
            if (!isAnswered)
            {
                http.Response.ContentType = null;
                http.Response.StatusCode = StatusCodes.Status202Accepted;
            }
        }
        catch (JsonException problem)
        {
            // The transport itself reads what `initialize` says.
            await http.RefuseAsync(StatusCodes.Status400BadRequest, JsonRpc.Error(
                JsonRpc.IdOf(message), McpErrorCode.InvalidParams, $"The parameters do not have the shape of this method: {problem.Message}"));
        }
        finally
        {
            // In this order what was read is finished, and what is still under way, for a client that is gone, is cancelled.
            await transport.DisposeAsync();
            if (http.RequestAborted.IsCancellationRequested)
                await end.CancelAsync();
            try
            {
                await answering;
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                // As just asked for.
            }
        }
    }

    /// <summary>Since 2026-07-28 some errors are also told by the status, as long as nothing was sent.</summary>
    private static Func<JsonRpcMessage?, ValueTask>? StatusOf(HttpResponse response, string revision) =>
        !ProtocolRevisions.HasNoHandshake(revision) ? null : first =>
        {
            if (first is JsonRpcError { Error.Code: var code } && !response.HasStarted)
            {
                response.StatusCode = (McpErrorCode)code switch
                {
                    McpErrorCode.MethodNotFound => StatusCodes.Status404NotFound,
                    McpErrorCode.MissingRequiredClientCapability or McpErrorCode.UnsupportedProtocolVersion or McpErrorCode.HeaderMismatch =>
                        StatusCodes.Status400BadRequest,
                    _ => response.StatusCode,
                };
            }

            return ValueTask.CompletedTask;
        };

    private static bool AcceptsBoth(HttpRequest request) =>
        request.Headers.Accept is [AsClientsWriteIt] || (Accepts(request, "application/json") && Accepts(request, "text/event-stream"));

    private static bool Accepts(HttpRequest request, string mediaType) =>
        request.GetTypedHeaders().Accept.Any(range => new MediaTypeHeaderValue(mediaType).IsSubsetOf(range));
}
