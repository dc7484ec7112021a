using AgentMemory.Events;
using AgentMemory.Search;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Storage.Sqlite.LongTermMemory;

namespace AgentMemory.Storage.Sqlite.Search;

/// <summary>Rows of <c>memory_vector</c>.</summary>
internal static class VectorRows
{
    /// <summary>Gives a record its vector, in place of one it has.</summary>
    /// <param name="unit">As <see cref="UnitVector.ToBytes"/> makes it.</param>
    public static void Put(WriteTransaction transaction, MemoryRow memory, EmbeddingSpace space, byte[] unit)
    {
        transaction.Connection.Execute(
            """
            INSERT INTO memory_vector (memory, model, dimensions, vector) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (memory) DO UPDATE SET
                model = excluded.model, dimensions = excluded.dimensions, vector = excluded.vector
            """,
            memory.Row, space.Model, (long)space.Dimensions, unit);
        var record = memory.Record;
        transaction.Log(EventKinds.MemoryEmbedded, record.Owner, record.SessionId, record.Id, memory.Row);
    }
}
