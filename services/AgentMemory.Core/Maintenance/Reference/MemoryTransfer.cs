using System.Runtime.InteropServices;
using AgentMemory.Extraction;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tasks;

namespace AgentMemory.Maintenance.Reference;

/// <summary>Takes long-term records over, with their vectors when it is said what they are of.</summary>
internal sealed class MemoryTransfer(
    IStoreImport store, IReferenceDatabase source, EngineOptions engine, TimeProvider time, ReferenceMigrationOptions options)
{
    private long _vectors;
    private long _withoutVector;
    private long _unusableVectors;

    public ItemTally Tally { get; } = new();

    public VectorReport Vectors => new(options.EmbeddingModel, _vectors, _withoutVector, _unusableVectors);

    public async Task TransferAsync(IEnumerable<ReferenceMemory> items, CancellationToken cancellationToken)
    {
        var read = items.Select(Read).OfType<Taken>().ToList();
        if (read.Count == 0)
            return;

        MemoryImport[] imports = [.. read.Select(taken => new MemoryImport(taken.Record, TasksOf(taken.Record)))];
        if (options.EmbeddingModel is not null)
            await AttachVectorsAsync(options.EmbeddingModel, read, imports, cancellationToken);
        var outcomes = await store.ImportMemoriesAsync(imports, options.DryRun, cancellationToken);
        for (var i = 0; i < imports.Length; i++)
        {
            Tally.Add(outcomes[i], read[i].Repairs);
            if (outcomes[i] == ImportOutcome.New && imports[i].Vector is not null)
                _vectors++;
        }
    }

    private Taken? Read(ReferenceMemory item)
    {
        if (ReferenceRecords.IsOrphan(item))
        {
            Tally.Skip("remains of a deleted memory, which counting an access left behind");
            return null;
        }

        var repairs = new ReferenceRepairs();
        try
        {
            var record = ReferenceRecords.Read(item, time.UtcNowMicroseconds(), repairs);
            if (options.Admits(record.Owner))
                return new Taken(item.Key, record, repairs);
            Tally.Skip(ReferenceMigration.OfOthers);
        }
        catch (UnreadableItemException problem)
        {
            Tally.Unreadable(item.Key, problem.Message);
        }

        return null;
    }

    /// <summary>Vectors are most of the bytes: only those of records that are not there yet are fetched.</summary>
    private async Task AttachVectorsAsync(
        string model, List<Taken> read, MemoryImport[] imports, CancellationToken cancellationToken)
    {
        var outcomes = await store.ImportMemoriesAsync(imports, dryRun: true, cancellationToken);
        int[] missing = [.. Enumerable.Range(0, imports.Length).Where(i => outcomes[i] == ImportOutcome.New)];
        var vectors = await source.ReadVectorsAsync([.. missing.Select(i => read[i].Key)], cancellationToken);
        foreach (var (i, vector) in missing.Zip(vectors))
            imports[i] = imports[i] with { Vector = VectorOf(model, vector) };
    }

    private ImportedVector? VectorOf(string model, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            _withoutVector++;
            return null;
        }

        var values = MemoryMarshal.Cast<byte, float>(bytes.Span).ToArray();
        var square = values.Sum(value => (double)value * value);
        if (bytes.Length % sizeof(float) == 0 && (options.EmbeddingDimensions ?? values.Length) == values.Length
            && float.IsFinite((float)square) && (float)square > 0)
            return new ImportedVector(new EmbeddingSpace(model, values.Length), values);
        _unusableVectors++;
        return null;
    }

    private IReadOnlyList<TaskRequest> TasksOf(MemoryRecord record) =>
        engine is { LongTermMemory: true, ExtractMemories: true } ? [.. ExtractMemories.Requests([record])] : [];

    private sealed record Taken(string Key, MemoryRecord Record, ReferenceRepairs Repairs);
}
