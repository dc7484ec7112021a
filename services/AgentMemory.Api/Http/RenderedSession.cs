using System.Runtime.CompilerServices;
using AgentMemory.Wire.Answers;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Api.Http;

/// <summary>
/// The bytes of a whole session, kept as long as the store keeps the instance they were made from: reading a session again
/// costs a look-up and a write.
/// </summary>
internal sealed class RenderedSession
{
    private static readonly ConditionalWeakTable<Session, RenderedSession> Known = [];

    private RenderedSession(Session session)
    {
        Body = Reply.Render(new SessionAnswer(new SessionReading(session, session.Messages, default)));
        ETag = Reply.ETag(session.Version);
    }

    public byte[] Body { get; }

    public string ETag { get; }

    public static RenderedSession Of(Session session) => Known.GetValue(session, static session => new RenderedSession(session));
}
