using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Maintenance;
using AgentMemory.Search;
using AgentMemory.Storage.Redis.Search;

namespace AgentMemory.Storage.Redis.LongTermMemory;

internal sealed partial class MemoryUnit
{
    private const string ImportOperation = "import";

    /// <summary>Looks at once at all that importing these records will ask for.</summary>
    public Task PrepareImportAsync(IReadOnlyList<MemoryImport> imports) => Task.WhenAll(
        Records.LoadAsync(imports.Select(import => import.Record.Key)), Aliases.LoadAsync(imports.Select(import => import.Record.Key)));

    /// <summary>What is an alias by now was merged, and its content with it.</summary>
    public async Task<ImportOutcome> CompareAsync(MemoryRecord record)
    {
        if (await Records.FindAsync(record.Key) is { } stored)
            return ImportComparison.Of(stored.Record, record);
        return await Aliases.ContainsAsync(record.Key) ? ImportOutcome.Same : ImportOutcome.New;
    }

    /// <inheritdoc cref="IStoreImport.ImportMemoriesAsync"/>
    public async Task<ImportOutcome> ImportAsync(MemoryImport import)
    {
        var outcome = await CompareAsync(import.Record);
        if (outcome != ImportOutcome.New)
            return outcome;

        var record = import.Record with { MemoryHash = MemoryHash.Compute(import.Record), Version = RecordVersion.New() };
        var entry = await Records.InsertAsync(record, ImportOperation);
        _batch.Log(EventKinds.MemoryCreated, record.Owner, record.SessionId, record.Id);
        if (import.Vector is { } vector)
        {
            entry.Vector = (new SpaceField(vector.Space), UnitVector.ToBytes(UnitVector.Of(vector.Values.Span, vector.Space)));
            _batch.Log(EventKinds.MemoryEmbedded, record.Owner, record.SessionId, record.Id);
        }

        _batch.Enqueue(import.Tasks);
        return ImportOutcome.New;
    }
}
