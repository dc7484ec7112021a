using AgentMemory.Errors;

namespace AgentMemory.Maintenance.Reference;

/// <summary>Opens databases that the reference server wrote. There is one where there is a Redis client to read them with.</summary>
public interface IReferenceDatabases
{
    /// <exception cref="InvalidRequestException">The address cannot be read.</exception>
    /// <exception cref="MemoryException">Nothing answers there, or refuses.</exception>
    Task<IReferenceDatabase> OpenAsync(ReferenceSource source, CancellationToken cancellationToken);
}

/// <summary>Where the reference server kept its data, and the settings of it that names of keys depend on.</summary>
public sealed record ReferenceSource
{
    public const string DefaultIndexPrefix = "memory_idx";
    public const string DefaultDocketName = "memory-server";

    /// <summary>Its <c>REDIS_URL</c>.</summary>
    public required string Address { get; init; }

    /// <summary>Its <c>REDISVL_INDEX_PREFIX</c>.</summary>
    public string IndexPrefix { get; init; } = DefaultIndexPrefix;

    /// <summary>Its <c>DOCKET_NAME</c>.</summary>
    public string DocketName { get; init; } = DefaultDocketName;

    /// <summary>Keys looked at, and memories given, at once.</summary>
    public int BatchSize { get; init; } = 1000;

    // A record prints its members; the address may hold a password.
    public override string ToString() => $"{nameof(ReferenceSource)} {{ IndexPrefix = {IndexPrefix} }}";
}
