using AgentMemory.Cli.Frame;
using AgentMemory.LongTermMemory;

namespace AgentMemory.Cli.Deleting;

/// <summary>Tells what was deleted, or in a dry run what would be.</summary>
internal sealed class DeletionOutput(bool asJson, bool isDryRun)
{
    private const int MostShown = 20;

    public bool IsDryRun => isDryRun;

    /// <param name="count">How many went; in a dry run, how many would.</param>
    /// <param name="missing">Ids that no memory has.</param>
    public void Write(int count, IReadOnlyList<MemoryKey> memories, IReadOnlyList<string> missing)
    {
        if (asJson)
        {
            JsonOutput.Write(new { DryRun = isDryRun, Deleted = count, Memories = memories.Select(Describe), NotFound = missing });
        }
        else
        {
            Console.Out.WriteLine(isDryRun ? $"Would delete {count} memories{(count > 0 ? ":" : ".")}" : $"Deleted {count} memories.");
            if (isDryRun)
                WriteList(memories);
        }
        foreach (var id in missing)
            Console.Error.WriteLine($"agent-memory: there is no memory {PlainText.Line(id)}");
    }

    /// <param name="count">Of memories that could not be read.</param>
    public void Write(int count)
    {
        if (asJson)
            JsonOutput.Write(new { DryRun = isDryRun, Deleted = count });
        else
            Console.Out.WriteLine($"Deleted {count} memories that could not be read or had no id.");
    }

    public int Refuse(IReadOnlyList<(string Id, IReadOnlyList<MemoryKey> Of)> ambiguous)
    {
        foreach (var (id, memories) in ambiguous)
        {
            var owners = string.Join("; ", memories.Select(key => OwnerOptions.Describe(key.Owner)));
            Console.Error.WriteLine(PlainText.Line(
                $"agent-memory: several memories have the id {id}: {owners}. Say which with -n and -u; nothing was deleted"));
        }
        if (asJson)
        {
            JsonOutput.Write(new
            {
                Error = "Several memories have the same id",
                Matches = ambiguous.SelectMany(one => one.Of).Select(Describe),
            });
        }
        return ExitCodes.Failed;
    }

    private static void WriteList(IReadOnlyList<MemoryKey> memories)
    {
        foreach (var key in memories.Take(MostShown))
            Console.Out.WriteLine($"  - {PlainText.Line(key.Id)} ({PlainText.Line(OwnerOptions.Describe(key.Owner))})");
        if (memories.Count > MostShown)
            Console.Out.WriteLine($"  ... and {memories.Count - MostShown} more");
    }

    private static object Describe(MemoryKey key) => new { key.Id, key.Owner.Namespace, key.Owner.UserId };
}
