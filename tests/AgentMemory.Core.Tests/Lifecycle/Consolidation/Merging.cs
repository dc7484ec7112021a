using AgentMemory.LongTermMemory;
using AgentMemory.Search;

namespace AgentMemory.Tests.Lifecycle;

/// <summary>What the tests of merging share.</summary>
internal static class Merging
{
    /// <summary>Without tags, so that the model is asked about merging alone.</summary>
    public static EngineOptions Untagged { get; } = new() { ExtractTopics = false, ExtractEntities = false };

    /// <summary>Merges as a careful model would that keeps to one of its sources: the longest, the newest of several.</summary>
    public static ScriptedModel Model() => new(input => TextsOf(input).Reverse().MaxBy(text => text.Length)!);

    public static IEnumerable<string> TextsOf(string input) => input
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[(line.IndexOf(") ", StringComparison.Ordinal) + 2)..]);

    public static async Task<string[]> IdsAsync(this Engine engine) =>
        [.. (await engine.Get<IMemorySearchIndex>().ListAsync(Engine.Everything, MemoryFilter.None, 0, 1000, CancellationToken.None))
            .Records.Select(record => record.Id).Order(StringComparer.Ordinal)];

    public static Task<IReadOnlyList<MemoryMerge>> MergesAsync(this Engine engine, string id) =>
        engine.Memories.ListMergesAsync(Engine.Everything, new(id), 100, CancellationToken.None);

    /// <summary>Creates records one after the other, each looked at before the next comes.</summary>
    public static async Task CreateInTurnAsync(this Engine engine, params MemoryRecord[] records)
    {
        foreach (var record in records)
        {
            await engine.CreateAsync(record);
            await engine.RunDueTasksAsync();
        }
    }

    /// <summary>Creates records that nobody has looked at yet.</summary>
    public static async Task CreateUnseenAsync(this Engine engine, params MemoryRecord[] records)
    {
        await engine.Memories.CreateAsync(Engine.Everything, records, deduplicate: false, null, null, CancellationToken.None);
        await engine.RunDueTasksAsync();
    }

    /// <summary>Writes records with what no caller can set, as extraction does.</summary>
    public static async Task ExtractAsync(this Engine engine, params MemoryRecord[] records)
    {
        await engine.Get<ILongTermMemoryStore>().UpsertAsync(
            Engine.Everything, records,
            new() { OperationId = Ulid.New(), Tasks = engine.Get<MemoryFollowUps>().Of(records, deduplicate: true) },
            CancellationToken.None);
        await engine.RunDueTasksAsync();
    }

    /// <summary>The merges that led to a record, those of the records it was made from among them.</summary>
    public static async Task<IReadOnlyCollection<MemoryMerge>> AllMergesAsync(this Engine engine, string id)
    {
        var found = new Dictionary<string, MemoryMerge>();
        var waiting = new Queue<string>([id]);
        while (waiting.TryDequeue(out var next))
        {
            var merges = await engine.Get<ILongTermMemoryStore>().ListMergesAsync(
                Engine.Everything, new(default, next), 100, CancellationToken.None);
            foreach (var merge in merges.Where(merge => found.TryAdd(merge.Id, merge)))
            {
                foreach (var original in merge.Originals)
                    waiting.Enqueue(original.Id);
            }
        }

        return found.Values;
    }
}
