using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tenancy;

namespace AgentMemory.Lifecycle;

/// <summary>Finds records that say the same word for word (<see cref="TextIdentity"/>): needs neither model nor vectors.</summary>
public sealed class EqualTexts(ILongTermMemoryStore store, IMemorySearchIndex index)
{
    /// <summary>Best matches looked at; those that are equal are among the first.</summary>
    private const int Matches = 32;

    /// <returns>The record and its equals, oldest first; none when it has none.</returns>
    public async Task<IReadOnlyList<MemoryRecord>> FindAsync(MemoryRecord record, CancellationToken cancellationToken)
    {
        var query = TextQueryParser.Parse(record.Text);
        if (query.IsEmpty)
            return [];

        var matches = await index.MatchAsync(
            AccessScope.Of(record.Owner), MergeableRecords.PeersOf(record), query, Matches, cancellationToken);
        var equals = matches.Items.Select(match => match.Record)
            .Where(other => other.Id != record.Id && MergeableRecords.ArePeers(record, other)
                && TextIdentity.AreSame(record.Text, other.Text))
            .OrderBy(other => other.CreatedAt).ThenBy(other => other.Id, StringComparer.Ordinal);
        var group = await new Separations(store).CompatibleAsync([record, .. equals], cancellationToken);
        return group.Count > 1 ? group : [];
    }
}
