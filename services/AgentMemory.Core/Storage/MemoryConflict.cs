using AgentMemory.Errors;

namespace AgentMemory.Storage;

/// <summary>Why a store refuses what was asked of a long-term record, and what to do instead.</summary>
public static class MemoryConflict
{
    public static ConflictException Ambiguous(string id) => new(
        $"Several memories have the ID {id}, of different namespaces or users. "
        + "Add `namespace` and `user_id` to the query to say which one");

    public static ConflictException CannotMove(string id) => new(
        $"Memory {id} cannot move: that namespace and user have another memory of this ID. "
        + "Delete that one first, or create this one anew under another ID");

    /// <param name="merge">The newest merge since.</param>
    public static ConflictException MergedSince(string id, string merge) => new(
        $"Memory {id} was merged again since; undo merge {merge} first");

    public static ConflictException EditedSince(string id) => new(
        $"Memory {id} was edited since the merge, which undoing it would lose. Set it back to what the merge made of it "
        + "(see the merge's survivor), then undo the merge, and edit the restored memories");

    public static ConflictException CreatedAnew(string id) => new(
        $"Memory {id} was created anew since the merge; delete it first, then undo the merge");
}
