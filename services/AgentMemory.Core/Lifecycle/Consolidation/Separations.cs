using AgentMemory.LongTermMemory;
using AgentMemory.Tenancy;

namespace AgentMemory.Lifecycle;

/// <summary>Records that somebody set apart by undoing their merge: they are not merged with each other again.</summary>
internal sealed class Separations(ILongTermMemoryStore store)
{
    private const int MergesRead = 100;

    private readonly Dictionary<string, HashSet<string>> _apartFrom = new(StringComparer.Ordinal);

    /// <summary>Of a group, the members that may be together: the first ones first.</summary>
    public async Task<IReadOnlyList<MemoryRecord>> CompatibleAsync(
        IReadOnlyList<MemoryRecord> group, CancellationToken cancellationToken)
    {
        var compatible = new List<MemoryRecord>(group.Count);
        foreach (var record in group)
        {
            var apart = await ApartFromAsync(record, cancellationToken);
            if (!compatible.Any(member => apart.Contains(member.Id)))
                compatible.Add(record);
        }

        return compatible;
    }

    private async Task<HashSet<string>> ApartFromAsync(MemoryRecord record, CancellationToken cancellationToken)
    {
        if (_apartFrom.TryGetValue(record.Id, out var known))
            return known;
        var merges = await store.ListMergesAsync(
            AccessScope.Of(record.Owner), record.Key, MergesRead, cancellationToken);
        return _apartFrom[record.Id] = merges.Where(merge => merge.UndoneAt is not null)
            .SelectMany(merge => merge.Originals).Select(original => original.Id).Where(id => id != record.Id)
            .ToHashSet(StringComparer.Ordinal);
    }
}
