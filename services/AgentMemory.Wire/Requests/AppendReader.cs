using System.Text.Json;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Wire.Requests;

/// <summary>What a request adds to a session.</summary>
/// <param name="Content">Without its key, as in <see cref="SessionWrite"/>.</param>
public sealed record AppendWrite(string? Namespace, string? UserId, SessionAppend Content);

/// <summary>Reads the body of <c>POST /v1/working-memory/{session_id}/messages</c>.</summary>
public static class AppendReader
{
    public static AppendWrite Read(WireObject body)
    {
        if (!body.TryGet("messages", out var sent))
            body.Reading.Missing("messages", body.Element);
        var messages = MessageReader.ReadList(body, "messages");
        if (messages.Count == 0 && sent.ValueKind == JsonValueKind.Array && sent.GetArrayLength() == 0)
        {
            body.Reading.Enter("messages");
            body.Reading.Add("too_short", "List should have at least 1 item after validation, not 0", sent, ("min_length", 1));
            body.Reading.Leave();
        }

        return new AppendWrite(
            body.Id("namespace"),
            body.Id("user_id"),
            new SessionAppend
            {
                Key = default,
                Messages = messages,
                Ttl = SessionWriteReader.Ttl(body),
                Strategy = body.Object("long_term_memory_strategy", StrategyReader.Read),
            });
    }
}
