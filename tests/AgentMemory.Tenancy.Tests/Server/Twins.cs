using AgentMemory.Models.Tests;

namespace AgentMemory.Tenancy.Tests.Server;

/// <summary>Two servers that get the same requests; only one of them has other tenants.</summary>
public sealed class Twins : IAsyncLifetime
{
    private EmbeddingServer _embeddings = null!;

    /// <summary>Holds the caller's data and everybody else's.</summary>
    internal TenantServer Shared { get; private set; } = null!;

    /// <summary>Holds the caller's data alone.</summary>
    internal TenantServer Alone { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _embeddings = await EmbeddingServer.StartAsync();
        Shared = await TenantServer.StartAsync(_embeddings.Address);
        Alone = await TenantServer.StartAsync(_embeddings.Address);
    }

    public async Task DisposeAsync()
    {
        await Shared.DisposeAsync();
        await Alone.DisposeAsync();
        await _embeddings.DisposeAsync();
    }
}
