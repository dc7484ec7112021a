using System.CommandLine;
using AgentMemory.Cli.Frame;
using AgentMemory.LongTermMemory;
using AgentMemory.Maintenance;
using AgentMemory.Tenancy;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Cli.Deleting;

/// <summary><c>agent-memory delete memory</c>, by ids or by blank texts. <see cref="UnreadableMemories"/> has the rest.</summary>
internal static class DeleteMemoryCommand
{
    private const int MostShown = 20;

    private const string Details =
        """
        An id that memories of several owners have is refused, saying which, and nothing is deleted: add -n and -u. An id that
        was merged into another memory stands for that one. Exit code 1 when an id is not there; the others are deleted.

        --empty-text takes the first 1000 with a blank text; repeat it for more. --invalid takes those that cannot be read
        because something else wrote to the database, or that have no id. No version of AgentMemory writes such. A dry run
        of it is not possible: what cannot be read cannot be shown.

        Examples:
          agent-memory delete memory mem1 mem2
          agent-memory delete memory mem1 -n myapp -u user123 --force
          agent-memory delete memory --empty-text --dry-run
          agent-memory delete memory --invalid -f
        """;

    public static Command Create()
    {
        var ids = new Argument<string[]>("ids") { Description = "Ids of memories", Arity = ArgumentArity.ZeroOrMore };
        var emptyText = new Option<bool>("--empty-text") { Description = "Those with a blank text" };
        var invalid = new Option<bool>("--invalid") { Description = "Those that cannot be read or have no id" };
        var owner = new OwnerOptions();
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be deleted, and delete nothing" };
        var force = Confirmation.ForceOption();
        var format = new FormatOption();
        var command = new ToolCommand("memory", "Delete long-term memories", Details) { ids, emptyText, invalid };
        owner.AddTo(command);
        command.Add(dryRun);
        command.Add(force);
        command.Add(format);
        command.Validators.Add(given =>
        {
            var (named, blank, unreadable) = (given.GetResult(ids)?.Tokens.Count > 0, given.GetValue(emptyText), given.GetValue(invalid));
            if (!named && !blank && !unreadable)
                given.AddError("name memories by their ids, or use --empty-text or --invalid");
            if (unreadable && (named || blank))
                given.AddError("--invalid: use it by itself, without ids and --empty-text");
            if (unreadable && given.GetValue(dryRun))
                given.AddError("--dry-run: not supported for --invalid, because what cannot be read cannot be shown");
        });
        command.SetAction((parsed, cancellationToken) => LocalEngine.RunAsync(async engine =>
        {
            var store = engine.GetRequiredService<IStoreMaintenance>();
            var output = new DeletionOutput(format.IsJson(parsed), parsed.GetValue(dryRun));
            if (parsed.GetValue(invalid))
            {
                return await UnreadableMemories.DeleteAsync(
                    store, owner.Namespace(parsed), owner.User(parsed), parsed.GetValue(force), output, cancellationToken);
            }

            var memories = engine.GetRequiredService<ILongTermMemoryStore>();
            var selection = await MemorySelection.OfIdsAsync(
                store, parsed.GetValue(ids) ?? [], found => owner.Admits(parsed, found), cancellationToken);
            if (selection.Ambiguous.Count > 0)
                return output.Refuse(selection.Ambiguous);
            if (parsed.GetValue(emptyText))
            {
                var blank = await MemorySelection.BlankAsync(
                    memories, owner.Namespace(parsed), owner.User(parsed), cancellationToken);
                selection = selection with { Memories = [.. selection.Memories.Union(blank)] };
            }
            return await DeleteAsync(memories, selection, parsed.GetValue(force), output, cancellationToken);
        }));
        return command;
    }

    private static async Task<int> DeleteAsync(
        ILongTermMemoryStore store, MemorySelection selection, bool isForced, DeletionOutput output, CancellationToken cancellationToken)
    {
        var (memories, missing) = (selection.Memories, selection.Missing);
        if (memories.Count > 0 && !output.IsDryRun)
        {
            var question = $"Delete {memories.Count} memories ({Names(memories)})? This cannot be undone.";
            if (Confirmation.Refused(question, isForced) is { } refused)
                return refused;
            var deleted = 0;
            foreach (var owned in memories.GroupBy(key => key.Owner))
            {
                deleted += await store.DeleteAsync(
                    AccessScope.Of(owned.Key), [.. owned.Select(key => key.AsLookup())], WriteCondition.None, cancellationToken);
            }
            output.Write(deleted, memories, missing);
        }
        else
        {
            output.Write(memories.Count, memories, missing);
        }
        return missing.Count == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static string Names(IReadOnlyList<MemoryKey> memories) =>
        PlainText.Line(string.Join(", ", memories.Take(MostShown).Select(key => key.Id))) + (memories.Count > MostShown ? ", ..." : "");
}
