namespace AgentMemory.Maintenance.Reference;

/// <summary>An item cannot be understood. It is counted and named in the report, and the next one is taken.</summary>
/// <param name="reason">For the report.</param>
internal sealed class UnreadableItemException(string reason, Exception? inner = null) : Exception(reason, inner);
