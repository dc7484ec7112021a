using System.Collections.Concurrent;
using AgentMemory.Mcp.Transports.Framing;
using AgentMemory.Mcp.Transports.Stdio;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Transports.Remote;

/// <summary>Carries messages between lines and a server elsewhere; slow answers do not hold up others.</summary>
internal sealed class Bridge(RemoteServer server, LineReader input, LineWriter output, TextWriter errors)
{
    private readonly List<Task> _underWay = [];
    private readonly ConcurrentDictionary<RequestId, CancellationTokenSource> _cancellations = new();

    /// <summary>Until the lines end and everything is answered.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await input.ReadAsync(cancellationToken) is { } line)
        {
            if (line.IsBlank)
                continue;
            while (_underWay.Count >= CallsUnderWay.Limit)
                await ForgetFinishedAsync(await Task.WhenAny(_underWay));
            _underWay.Add(CarryAsync(line, cancellationToken));
            foreach (var finished in _underWay.Where(task => task.IsCompleted).ToArray())
                await ForgetFinishedAsync(finished);
        }

        await Task.WhenAll(_underWay);
    }

    /// <summary>Awaited, so that what cannot go on, such as a closed output, ends the bridge.</summary>
    private Task ForgetFinishedAsync(Task finished)
    {
        _underWay.Remove(finished);
        return finished;
    }

    private async Task CarryAsync(Line line, CancellationToken cancellationToken)
    {
        if (line.IsTooLong)
        {
            await AnswerAsync(JsonRpc.Error(default, McpErrorCode.InvalidRequest, $"A message may have {input.MaximumBytes} bytes at most"), cancellationToken);
            return;
        }

        var frame = Frame.Read(line.Utf8);
        if (!frame.IsUnderstood)
            await AnswerAsync(frame.Refusal, cancellationToken);
        else if (CallsUnderWay.CancelledId(frame.Message) is { } cancelled)
            await CancelAsync(cancelled);
        else
            await PostAsync(frame.Message, line.Utf8, cancellationToken);
    }

    private async Task PostAsync(JsonRpcMessage message, byte[] utf8, CancellationToken cancellationToken)
    {
        var id = JsonRpc.IdOf(message);
        var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (message is JsonRpcRequest && !_cancellations.TryAdd(id, cancellation))
        {
            cancellation.Dispose();
            await AnswerAsync(JsonRpc.Error(id, McpErrorCode.InvalidRequest, $"The request id {id} is in use: give each request its own"), cancellationToken);
            return;
        }

        try
        {
            var problem = await server.PostAsync(
                message, utf8, answer => output.WriteAsync(answer, cancellationToken), cancellation.Token);
            if (problem is not null && message is JsonRpcRequest)
                await AnswerAsync(JsonRpc.Error(id, JsonRpc.TransportError, problem), cancellationToken);
            else if (problem is not null)
                await errors.WriteLineAsync($"agent-memory: {problem}");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // A cancelled request gets no answer.
        }
        finally
        {
            // Who takes it out disposes it: cancelling may be under way.
            if (message is not JsonRpcRequest || _cancellations.TryRemove(id, out _))
                cancellation.Dispose();
        }
    }

    /// <summary>The server cannot know what an id of this connection means: it sees the end of the request instead.</summary>
    private async Task CancelAsync(RequestId id)
    {
        if (!_cancellations.TryRemove(id, out var cancellation))
            return;
        await cancellation.CancelAsync();
        cancellation.Dispose();
    }

    private Task AnswerAsync(JsonRpcError error, CancellationToken cancellationToken) =>
        output.WriteAsync(JsonRpc.Write(error), cancellationToken);
}
