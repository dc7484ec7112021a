using AgentMemory.Cli.Frame;
using AgentMemory.Maintenance;

namespace AgentMemory.Cli.Deleting;

/// <summary><c>--invalid</c>.</summary>
internal static class UnreadableMemories
{
    private const int AtOnce = 500;

    public static async Task<int> DeleteAsync(
        IStoreMaintenance store, string? @namespace, string? userId, bool isForced, DeletionOutput output,
        CancellationToken cancellationToken)
    {
        const string Question = "Delete all memories that cannot be read or have no id? This cannot be undone.";
        if (Confirmation.Refused(Question, isForced) is { } refused)
            return refused;
        var (total, deleted) = (0, 0);
        do
        {
            deleted = await store.DeleteUnreadableAsync(@namespace, userId, AtOnce, cancellationToken);
            total += deleted;
        }
        while (deleted == AtOnce);
        output.Write(total);
        return ExitCodes.Ok;
    }
}
