using AgentMemory.Tenancy;

namespace AgentMemory.LongTermMemory;

internal static class LongTermMemoryStoreExtensions
{
    /// <summary>The record that lives under exactly this key; <see langword="null"/> when it is gone, or the id is an alias of
    /// another by now: background work on it has then nothing to do.</summary>
    public static async ValueTask<MemoryRecord?> FindOwnAsync(
        this ILongTermMemoryStore store, MemoryKey key, CancellationToken cancellationToken) =>
        await store.FindAsync(AccessScope.Of(key.Owner), key.AsLookup(), cancellationToken) is { } record && record.Key == key
            ? record
            : null;
}
