namespace AgentMemory.Cli.Clients;

/// <summary>What a client is to be connected to, and as whom.</summary>
/// <param name="Namespace">What calls that name none are about; <see langword="null"/> leaves it to the server.</param>
/// <param name="UserId">Whom calls that name none are about; <see langword="null"/> leaves it to the server.</param>
internal abstract record ServerConnection(string? Namespace, string? UserId);

/// <summary>A server that the client starts, on a data folder of this machine.</summary>
/// <param name="DataFolder">Absolute.</param>
internal sealed record LocalServer(string DataFolder, string? Namespace, string? UserId) : ServerConnection(Namespace, UserId);

/// <summary>A server that runs already.</summary>
/// <param name="Address">Of its MCP interface, without the path.</param>
internal sealed record RemoteServer(Uri Address, string? Token, string? Namespace, string? UserId)
    : ServerConnection(Namespace, UserId);
