using System.Runtime.InteropServices;
using AgentMemory.Search;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Search.Vectors;

/// <summary>
/// All vectors of one embedding space, by owner, for exact search (docs/adr/0005).
/// </summary>
internal sealed class VectorIndex(EmbeddingSpace space) : FedIndex
{
    private readonly Dictionary<Owner, OwnerPartition> _partitions = [];
    private readonly Dictionary<long, (Owner Owner, int Slot)> _places = [];

    /// <summary>
    /// Rows that may be among the nearest <paramref name="limit"/>: every row whose true similarity can reach the limit-th
    /// best true one, or <paramref name="minimumSimilarity"/>. Exact ranking of these is exact ranking of all.
    /// </summary>
    /// <param name="admitted">Rows to consider; <see langword="null"/> is every row of the owners.</param>
    public List<long> Candidates(
        Func<Owner, bool> owners, HashSet<long>? admitted, ReadOnlySpan<float> unit, int limit, double? minimumSimilarity)
    {
        var query = new QuantizedQuery(unit);
        var coarse = new Shortlist<(OwnerPartition Partition, int Slot)>(limit, minimumSimilarity);
        var fine = new Shortlist<long>(limit, minimumSimilarity);
        Access.EnterReadLock();
        try
        {
            if (admitted is null)
                ScanPartitions(owners, query, coarse);
            else
                ScanRows(admitted, query, coarse);
            foreach (var (partition, slot) in coarse.Finish())
            {
                var (similarity, uncertainty) = partition.CompareFinely(slot, query);
                fine.Offer(partition.RowAt(slot), similarity, uncertainty);
            }
        }
        finally
        {
            Access.ExitReadLock();
        }

        return fine.Finish();
    }

    private void ScanPartitions(
        Func<Owner, bool> owners, in QuantizedQuery query, Shortlist<(OwnerPartition, int)> shortlist)
    {
        foreach (var (owner, partition) in _partitions)
        {
            if (!owners(owner))
                continue;
            for (var slot = 0; slot < partition.Count; slot++)
            {
                var (similarity, uncertainty) = partition.Compare(slot, query);
                shortlist.Offer((partition, slot), similarity, uncertainty);
            }
        }
    }

    private void ScanRows(HashSet<long> rows, in QuantizedQuery query, Shortlist<(OwnerPartition, int)> shortlist)
    {
        foreach (var row in rows)
        {
            if (!_places.TryGetValue(row, out var place))
                continue;
            var partition = _partitions[place.Owner];
            var (similarity, uncertainty) = partition.Compare(place.Slot, query);
            shortlist.Offer((partition, place.Slot), similarity, uncertainty);
        }
    }

    protected override void Load(StoreConnection connection, CancellationToken cancellationToken)
    {
        _partitions.Clear();
        _places.Clear();
        var unit = new float[space.Dimensions];
        using var reader = connection.Query(
            """
            SELECT v.memory, m.namespace, m.user_id, v.vector FROM memory_vector v JOIN memory m ON m.row = v.memory
            WHERE v.model = ?1 AND v.dimensions = ?2
            """,
            space.Model, (long)space.Dimensions);
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            MemoryMarshal.Cast<byte, float>(reader.GetFieldValue<byte[]>(3)).CopyTo(unit);
            Add(reader.GetInt64(0), new Owner(reader.GetString(1), reader.GetString(2)), unit);
        }
    }

    protected override void Reread(StoreConnection connection, long row)
    {
        Remove(row);
        using var reader = connection.Query(
            """
            SELECT m.namespace, m.user_id, v.vector FROM memory_vector v JOIN memory m ON m.row = v.memory
            WHERE v.memory = ?1 AND v.model = ?2 AND v.dimensions = ?3
            """,
            row, space.Model, (long)space.Dimensions);
        if (reader.Read())
        {
            Add(
                row, new Owner(reader.GetString(0), reader.GetString(1)),
                MemoryMarshal.Cast<byte, float>(reader.GetFieldValue<byte[]>(2)));
        }
    }

    private void Add(long row, Owner owner, ReadOnlySpan<float> unit)
    {
        ref var partition = ref CollectionsMarshal.GetValueRefOrAddDefault(_partitions, owner, out _);
        partition ??= new OwnerPartition(space.Dimensions);
        _places[row] = (owner, partition.Add(row, unit));
    }

    private void Remove(long row)
    {
        if (!_places.Remove(row, out var place))
            return;
        var partition = _partitions[place.Owner];
        if (partition.RemoveAt(place.Slot) is { } moved)
            _places[moved] = place;
        if (partition.Count == 0)
            _partitions.Remove(place.Owner);
    }
}
