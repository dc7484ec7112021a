using AgentMemory.LongTermMemory;

namespace AgentMemory.Wire.Requests;

public sealed record CreateRequest(IReadOnlyList<MemoryRecord> Records, bool Deduplicate);

/// <summary>Reads the body of <c>POST /v1/long-term-memory/</c> (spec 2.6).</summary>
public static class CreateReader
{
    public static CreateRequest Read(WireObject body, Func<WireObject, MemoryRecord> readRecord)
    {
        if (!body.TryGet("memories", out _))
            body.Reading.Missing("memories", body.Element);
        return new CreateRequest(RecordReader.ReadList(body, readRecord), body.Boolean("deduplicate") ?? true);
    }
}
