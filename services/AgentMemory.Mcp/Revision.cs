using ModelContextProtocol.Server;

namespace AgentMemory.Mcp;

/// <summary>What the revision of the protocol that a request speaks knows, where answers differ between revisions.</summary>
internal readonly record struct Revision(string? Date)
{
    private bool HasNoHandshake => ProtocolRevisions.HasNoHandshake(Date);

    /// <summary>Results say for how long, and for whom, they may be kept; earlier clients refuse the members.</summary>
    public bool HasCacheHints => HasNoHandshake;

    /// <summary>A resource that is not there has an error code of its own; later it is a wrong parameter.</summary>
    public bool HasResourceNotFound => !HasNoHandshake;

    public static Revision Of<TParams>(RequestContext<TParams> request) =>
        new(request.JsonRpcRequest.Context?.ProtocolVersion ?? request.Server.NegotiatedProtocolVersion);
}
