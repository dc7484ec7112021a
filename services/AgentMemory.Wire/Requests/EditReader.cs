using AgentMemory.LongTermMemory;

namespace AgentMemory.Wire.Requests;

/// <summary>Reads an EditMemoryRecordRequest (spec 4.7).</summary>
public static class EditReader
{
    public static MemoryEdit Read(WireObject body) => new()
    {
        Text = body.Text("text"),
        Topics = body.Tags("topics"),
        Entities = body.Tags("entities"),
        MemoryType = body.Choice("memory_type", Vocabularies.MemoryTypes),
        Namespace = body.Id("namespace"),
        UserId = body.Id("user_id"),
        SessionId = body.Id("session_id"),
        EventDate = body.Time("event_date"),
        Pinned = body.Boolean("pinned"),
    };
}
