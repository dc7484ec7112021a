using System.Text.Json;
using System.Text.Json.Serialization;
using AgentMemory.LongTermMemory;
using AgentMemory.Prompts;
using AgentMemory.Search;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Wire.Answers;

public sealed record HealthAnswer(long Now);

/// <summary><c>status</c> is a sentence that clients compare or read a number from (spec 2).</summary>
public sealed record StatusAnswer(string Status);

public sealed record SessionListAnswer(IEnumerable<string> Sessions, long Total);

public sealed record SessionsAnswer(IEnumerable<SessionHeading> Sessions, long Total);

/// <summary>What a list shows of a session.</summary>
/// <param name="MemoryCount">Structured memories in it.</param>
/// <param name="Summarized">Whether earlier messages are in its summary.</param>
public sealed record SessionHeading(
    string SessionId, string? Namespace, string? UserId, int MessageCount, int MemoryCount, bool Summarized, int? TtlSeconds,
    DateTimeOffset? ExpiresAt, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static SessionHeading Of(Session session) => new(
        session.Key.SessionId, session.Key.Owner.Namespace, session.Key.Owner.UserId, session.Messages.Count,
        session.Memories.Count, !string.IsNullOrEmpty(session.Context), session.TtlSeconds, session.ExpiresAt, session.CreatedAt,
        session.UpdatedAt);
}

/// <summary>WorkingMemoryResponse (spec 4.5), members in wire order.</summary>
public sealed record SessionAnswer([property: JsonIgnore] SessionReading Reading)
{
    private Session Session => Reading.Session;

    public IReadOnlyList<MemoryMessage> Messages => Reading.Messages;
    public IReadOnlyList<MemoryRecord> Memories => Session.Memories;
    public JsonElement Data => Session.Data;
    public string? Context => Session.Context;
    public string? UserId => Session.Key.Owner.UserId;
    public int Tokens => Session.Tokens;
    public string SessionId => Session.Key.SessionId;
    public string? Namespace => Session.Key.Owner.Namespace;
    public MemoryStrategy LongTermMemoryStrategy => Session.Strategy;
    public int? TtlSeconds => Session.TtlSeconds;
    public DateTimeOffset LastAccessed => Session.LastAccessed;
    public DateTimeOffset CreatedAt => Session.CreatedAt;
    public DateTimeOffset UpdatedAt => Session.UpdatedAt;
    public double? ContextPercentageTotalUsed => Reading.Usage.TotalUsed;
    public double? ContextPercentageUntilSummarization => Reading.Usage.UntilSummarization;
}

/// <summary>What an append did.</summary>
/// <param name="MessageCount">Messages in the session now.</param>
/// <param name="Appended">How many of those sent were new; the others were there already.</param>
/// <param name="Messages">The messages sent, in order, with the ids they have in the session.</param>
public sealed record AppendAnswer(
    string Status, string SessionId, string? Namespace, string? UserId, int MessageCount, int Appended,
    IReadOnlyList<AppendedMessage> Messages);

public sealed record AppendedMessage(string Id, DateTimeOffset CreatedAt);

public sealed record SearchAnswer(IReadOnlyList<MemoryHit> Memories, long Total, int? NextOffset)
{
    public static SearchAnswer Of(SearchResults results) => new(results.Memories, results.Total, results.NextOffset);
}

public sealed record ForgetAnswer(long Scanned, int Deleted, IReadOnlyList<string> DeletedIds, bool DryRun);

/// <summary>Messages for a model (spec 2.13).</summary>
public sealed record PromptAnswer(IEnumerable<PromptAnswerMessage> Messages, IReadOnlyList<MemoryHit>? LongTermMemories)
{
    public static PromptAnswer Of(MemoryPrompt prompt) => new(
        prompt.Messages.Select(message => new PromptAnswerMessage(message.Role, new PromptAnswerText("text", message.Text))),
        prompt.LongTermMemories);
}

public sealed record PromptAnswerMessage(string Role, PromptAnswerText Content);

/// <param name="Annotations">Always <c>null</c>; a member of the MCP shape that clients declare.</param>
/// <param name="Meta">As <paramref name="Annotations"/>.</param>
public sealed record PromptAnswerText(
    string Type, string Text, object? Annotations = null, [property: JsonPropertyName("_meta")] object? Meta = null);
