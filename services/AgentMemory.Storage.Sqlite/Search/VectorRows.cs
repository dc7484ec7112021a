using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using AgentMemory.Events;
using AgentMemory.Search;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Storage.Sqlite.LongTermMemory;

namespace AgentMemory.Storage.Sqlite.Search;

/// <summary>Rows of <c>memory_vector</c>.</summary>
internal static class VectorRows
{
    /// <exception cref="ArgumentException">It is not of the space, or has no direction.</exception>
    public static float[] Unit(ReadOnlySpan<float> values, EmbeddingSpace space)
    {
        var norm = TensorPrimitives.Norm(values);
        if (values.Length != space.Dimensions || !float.IsFinite(norm) || norm == 0)
        {
            throw new ArgumentException(
                $"A vector of {space.Model} must have {space.Dimensions} finite components, not all zero; this has {values.Length}");
        }

        var unit = new float[values.Length];
        TensorPrimitives.Divide(values, norm, unit);
        return unit;
    }

    /// <summary>Gives a record its vector, in place of one it has.</summary>
    public static void Put(WriteTransaction transaction, MemoryRow memory, EmbeddingSpace space, float[] unit)
    {
        transaction.Connection.Execute(
            """
            INSERT INTO memory_vector (memory, model, dimensions, vector) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (memory) DO UPDATE SET
                model = excluded.model, dimensions = excluded.dimensions, vector = excluded.vector
            """,
            memory.Row, space.Model, (long)space.Dimensions, MemoryMarshal.AsBytes<float>(unit).ToArray());
        var record = memory.Record;
        transaction.Log(EventKinds.MemoryEmbedded, record.Owner, record.SessionId, record.Id, memory.Row);
    }
}
