using AgentMemory.Mcp.Transports.Framing;
using AgentMemory.Mcp.Transports.Http;
using AgentMemory.ServiceDefaults.Authentication;
using AgentMemory.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Transports.Sse;

/// <summary>
/// SSE, the transport of clients before streamable HTTP: a GET that stays open for what the server says, POSTs for what the
/// client says.
/// </summary>
internal sealed class SseEndpoints(
    ProtocolServer servers, McpOptions options, McpHttpOptions httpOptions, SseConnections connections,
    IHostApplicationLifetime host, TimeProvider time)
{
    public async Task OpenAsync(HttpContext http)
    {
        if (!HttpCaller.TryRead(http, options.Defaults, out var caller, out var problem))
        {
            await http.RefuseAsync(StatusCodes.Status400BadRequest, JsonRpc.Error(default, McpErrorCode.InvalidRequest, problem));
            return;
        }

        await using var connection = new SseConnection(
            http.Response.Body, MessagesPath(http), caller, http.Features.Get<PresentedToken>()?.PublicId);
        if (!connections.TryAdd(connection))
        {
            http.Response.Headers.RetryAfter = "5";
            await http.RefuseAsync(StatusCodes.Status503ServiceUnavailable, JsonRpc.Error(default, JsonRpc.TransportError,
                $"This server keeps {connections.Limit} SSE connections at most: try again later, or use streamable HTTP at /mcp"));
            return;
        }

        try
        {
            await ServeAsync(http, connection);
        }
        finally
        {
            connections.Remove(connection);
        }
    }

    public async Task PostAsync(HttpContext http)
    {
        if (http.Request.Query["session_id"].ToString() is not { Length: > 0 } id)
        {
            await RefuseAsync(StatusCodes.Status400BadRequest, "session_id is missing: post to the path of the event `endpoint`");
        }
        else if (!connections.TryGet(id, out var connection) || connection.Path != MessagesPath(http))
        {
            await RefuseAsync(StatusCodes.Status404NotFound, "There is no such connection here: open one with GET /sse");
        }
        else if (connection.TokenId != http.Features.Get<PresentedToken>()?.PublicId)
        {
            await RefuseAsync(StatusCodes.Status403Forbidden, "The connection was opened with another token");
        }
        else if (await HttpFrame.ReadAsync(http, options.Reading.MaximumBodyBytes) is { } message)
        {
            message.Context = new() { User = http.User };
            if (await connection.ReceiveAsync(message, http.RequestAborted) is { } refusal)
                await http.RefuseAsync(StatusOf(refusal), refusal);
            else
                http.Response.StatusCode = StatusCodes.Status202Accepted;
        }

        Task RefuseAsync(int status, string reason) =>
            http.RefuseAsync(status, JsonRpc.Error(default, JsonRpc.TransportError, reason));
    }

    private async Task ServeAsync(HttpContext http, SseConnection connection)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping);
        http.BeginEvents();
        var sending = connection.RunAsync(end.Token);
        await using var server = servers.Create(connection, connection.Caller, http.RequestServices);
        var answering = server.RunAsync(end.Token);
        try
        {
            await KeepAliveAsync(connection, http.Features.Get<PresentedToken>(), end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // That is how a connection ends.
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(answering, sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // Cancelled, both of them.
        }
    }

    /// <summary>Until the token is not valid any more.</summary>
    private async Task KeepAliveAsync(SseConnection connection, PresentedToken? token, CancellationToken end)
    {
        using var silence = new PeriodicTimer(httpOptions.KeepAlive, time);
        while (await silence.WaitForNextTickAsync(end) && (token is null || await token.IsStillValidAsync(end)))
            await connection.KeepAliveAsync(end);
    }

    private static string MessagesPath(HttpContext http) =>
        http.Request.PathBase
        + (http.Request.RouteValues.ContainsKey(HttpCaller.NamespaceValue)
            ? "/" + Uri.EscapeDataString(PathValue.Read(http, HttpCaller.NamespaceValue))
            : "")
        + "/messages/";

    private static int StatusOf(JsonRpcError refusal) => refusal.Error.Code == JsonRpc.TransportError
        ? StatusCodes.Status429TooManyRequests
        : StatusCodes.Status400BadRequest;
}
