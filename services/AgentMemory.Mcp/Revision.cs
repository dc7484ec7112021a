using ModelContextProtocol.Server;

namespace AgentMemory.Mcp;

/// <summary>What the revision of the protocol that a request speaks knows, where answers differ between revisions.</summary>
internal readonly record struct Revision(string? Date)
{
    private const string July2026 = "2026-07-28";

    private bool IsJuly2026OrLater => string.CompareOrdinal(Date, July2026) >= 0;

    /// <summary>Results say for how long, and for whom, they may be kept; earlier clients refuse the members.</summary>
    public bool HasCacheHints => IsJuly2026OrLater;

    /// <summary>A resource that is not there has an error code of its own; later it is a wrong parameter.</summary>
    public bool HasResourceNotFound => !IsJuly2026OrLater;

    public static Revision Of<TParams>(RequestContext<TParams> request) =>
        new(request.JsonRpcRequest.Context?.ProtocolVersion ?? request.Server.NegotiatedProtocolVersion);
}
