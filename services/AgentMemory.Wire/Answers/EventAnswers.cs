using System.Text.Json;
using AgentMemory.Events;

namespace AgentMemory.Wire.Answers;

/// <summary>One entry of the event log. <c>detail</c> holds ids, counts and names, and no text of messages or memories.</summary>
public sealed record EventAnswer(
    long Sequence, DateTimeOffset At, string Kind, string? SessionId, string? MemoryId, JsonElement Detail)
{
    public static EventAnswer Of(MemoryEvent entry) => new(
        entry.Sequence, entry.At, entry.Kind, entry.SessionId, entry.SubjectId, entry.Detail ?? Json.EmptyObject);
}

/// <param name="Complete">Whether nothing between the place asked for and the first entry was dropped already.</param>
/// <param name="Next">The <c>after</c> to go on with.</param>
public sealed record EventsAnswer(IEnumerable<EventAnswer> Events, bool Complete, long Next);

/// <summary>What a live stream says when entries were dropped before it could send them.</summary>
/// <param name="After">The last sequence that is not concerned.</param>
public sealed record EventGapAnswer(long After);
