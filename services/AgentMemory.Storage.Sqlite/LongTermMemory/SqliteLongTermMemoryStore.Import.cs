using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Maintenance;
using AgentMemory.Search;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Storage.Sqlite.Search;
using AgentMemory.Storage.Sqlite.Tasks;

namespace AgentMemory.Storage.Sqlite.LongTermMemory;

internal sealed partial class SqliteLongTermMemoryStore
{
    private const string ImportOperation = "import";

    /// <inheritdoc cref="IStoreImport.ImportMemoriesAsync"/>
    internal static ImportOutcome Import(WriteTransaction transaction, MemoryImport import)
    {
        var connection = transaction.Connection;
        var outcome = Compare(connection, import.Record);
        if (outcome != ImportOutcome.New)
            return outcome;

        var record = import.Record with { MemoryHash = MemoryHash.Compute(import.Record), Version = RecordVersion.New() };
        var row = MemoryRows.Insert(connection, record, ImportOperation);
        transaction.Log(EventKinds.MemoryCreated, record.Owner, record.SessionId, record.Id, row);
        if (import.Vector is { } vector)
        {
            var unit = UnitVector.Of(vector.Values.Span, vector.Space);
            VectorRows.Put(transaction, new MemoryRow(row, record), vector.Space, UnitVector.ToBytes(unit));
        }

        TaskRows.Enqueue(transaction, import.Tasks);
        return ImportOutcome.New;
    }

    /// <summary>What is an alias by now was merged, and its content with it.</summary>
    internal static ImportOutcome Compare(StoreConnection connection, MemoryRecord record)
    {
        if (MemoryRows.Find(connection, record.Key) is { } stored)
            return ImportComparison.Of(stored.Record, record);
        return AliasRows.Contains(connection, record.Key) ? ImportOutcome.Same : ImportOutcome.New;
    }
}
