using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using AgentMemory.Mcp.Transports.Http;

namespace AgentMemory.Mcp.Transports.Sse;

/// <summary>The SSE connections of this process by their ids, so many at once and no more.</summary>
internal sealed class SseConnections(McpHttpOptions options)
{
    private readonly ConcurrentDictionary<string, SseConnection> _open = new(StringComparer.Ordinal);
    private int _count;

    public int Limit => options.MaximumSseConnections;

    public int Count => _open.Count;

    /// <returns>False when there are as many as there may be.</returns>
    public bool TryAdd(SseConnection connection)
    {
        if (Interlocked.Increment(ref _count) > Limit || !_open.TryAdd(connection.SessionId, connection))
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        return true;
    }

    public void Remove(SseConnection connection)
    {
        if (_open.TryRemove(connection.SessionId, out _))
            Interlocked.Decrement(ref _count);
    }

    public bool TryGet(string id, [NotNullWhen(true)] out SseConnection? connection) => _open.TryGetValue(id, out connection);
}
