using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Storage.Sqlite.LongTermMemory;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Search;

internal sealed partial class SqliteMemorySearchIndex
{
    public Task PutVectorsAsync(
        AccessScope scope, EmbeddingSpace space, IReadOnlyList<MemoryVector> vectors, CancellationToken cancellationToken)
    {
        var units = vectors.Select(vector => UnitVector.ToBytes(UnitVector.Of(vector.Values.Span, space))).ToArray();
        return _database.WriteAsync(
            transaction =>
            {
                var written = 0;
                for (var i = 0; i < units.Length; i++)
                {
                    var (key, text, _) = vectors[i];
                    if (!scope.Contains(key.Owner) || MemoryRows.Find(transaction.Connection, key) is not { } stored
                        || stored.Record.Text != text)
                        continue;
                    VectorRows.Put(transaction, stored, space, units[i]);
                    written++;
                }

                return written;
            },
            cancellationToken);
    }

    public async Task<IReadOnlyDictionary<MemoryKey, ReadOnlyMemory<float>>> VectorsAsync(
        AccessScope scope, IReadOnlyList<MemoryKey> keys, EmbeddingSpace space, CancellationToken cancellationToken) =>
        await _database.ReadSnapshotAsync(
            connection =>
            {
                var vectors = new Dictionary<MemoryKey, ReadOnlyMemory<float>>(keys.Count);
                foreach (var key in keys)
                {
                    if (StoredVector(connection, scope, key, space) is { } vector)
                        vectors[key] = UnitVector.FromBytes(vector);
                }

                return vectors;
            },
            cancellationToken);

    private static byte[]? StoredVector(StoreConnection connection, AccessScope scope, MemoryKey key, EmbeddingSpace space)
    {
        if (!scope.Contains(key.Owner))
            return null;
        using var reader = connection.Query(
            """
            SELECT v.vector FROM memory m JOIN memory_vector v ON v.memory = m.row
            WHERE m.id = ?1 AND m.namespace = ?2 AND m.user_id = ?3 AND v.model = ?4 AND v.dimensions = ?5
            """,
            key.Id, key.Owner.Namespace ?? "", key.Owner.UserId ?? "", space.Model, (long)space.Dimensions);
        return reader.Read() ? reader.GetFieldValue<byte[]>(0) : null;
    }

    public async Task<IReadOnlyList<MemoryRecord>> WithoutVectorAsync(
        EmbeddingSpace space, int limit, CancellationToken cancellationToken) =>
        await _database.ReadAsync(
            connection =>
            {
                var records = new List<MemoryRecord>();
                using var reader = connection.Query(
                    $"""
                    SELECT {MemoryRows.Columns} FROM memory m WHERE m.row IN (
                        SELECT row FROM memory WHERE NOT EXISTS (
                            SELECT 1 FROM memory_vector v WHERE v.memory = memory.row AND v.model = ?1 AND v.dimensions = ?2)
                        ORDER BY row LIMIT ?3)
                    ORDER BY m.row
                    """,
                    space.Model, (long)space.Dimensions, (long)limit);
                while (reader.Read())
                    records.Add(MemoryRows.Read(reader).Record);
                return records;
            },
            cancellationToken);
}
