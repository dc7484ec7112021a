namespace AgentMemory.Maintenance.Reference;

/// <summary>A database that the reference server wrote (spec 11). It is only ever read.</summary>
public interface IReferenceDatabase : IAsyncDisposable
{
    /// <summary>For people; without credentials.</summary>
    string Name { get; }

    /// <summary>
    /// Everything that is there: views first, the rest in no order. A key may come twice. What the reference writes
    /// meanwhile may be missing.
    /// </summary>
    /// <exception cref="Errors.MemoryException">It cannot be read any more.</exception>
    IAsyncEnumerable<ReferencePage> ReadAsync(CancellationToken cancellationToken);

    /// <summary>The embeddings of memories, one per key, in order: little-endian float32, empty where there is none.</summary>
    /// <exception cref="Errors.MemoryException">It cannot be read any more.</exception>
    Task<IReadOnlyList<ReadOnlyMemory<byte>>> ReadVectorsAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken);
}

/// <param name="Seen">Keys looked at so far.</param>
/// <param name="Total">Keys there are, about.</param>
public sealed record ReferencePage(IReadOnlyList<ReferenceItem> Items, long Seen, long Total);
