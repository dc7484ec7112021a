namespace AgentMemory.Mcp.Transports.Stdio;

/// <summary>Writes messages to a stream, each whole and on a line of its own, whoever else is writing.</summary>
internal sealed class LineWriter(Stream output) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <param name="utf8">JSON without line breaks, as it always is when no one made it pretty.</param>
    /// <param name="whenDue">Called when nothing else is being written any more.</param>
    public async Task WriteAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken, Action? whenDue = null)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            whenDue?.Invoke();
            await output.WriteAsync(utf8, cancellationToken);
            await output.WriteAsync("\n"u8.ToArray(), cancellationToken);
            await output.FlushAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
