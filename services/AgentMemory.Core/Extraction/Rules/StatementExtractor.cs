using System.Collections.Frozen;
using System.Text.Json;
using AgentMemory.Extraction.Rules.Statements;
using AgentMemory.LongTermMemory;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Extraction.Rules;

/// <summary>Finds plain statements people make about themselves, by rules: the same messages give the same memories.</summary>
/// <remarks>
/// Precision comes before recall: what a rule does not understand is left out. A clause becomes one sentence in the third
/// person, with relative times read against its message's day in UTC.
/// </remarks>
public static class StatementExtractor
{
    public const int MaximumPerMessage = 8;
    public const int MaximumTextLength = 300;

    private const int MaximumTopics = 4;

    /// <param name="messages">Oldest first; only what a person says of themselves is taken.</param>
    public static IReadOnlyList<ExtractedMemory> Extract(IReadOnlyList<MemoryMessage> messages)
    {
        var found = new List<ExtractedMemory>();
        var texts = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var message in messages)
        {
            if (MessageSources.Of(message) != MessageSource.User || Speakers.Of(message) is not { } speaker)
                continue;
            found.AddRange(Statements(message).Select(statement => Memory(statement, speaker, message))
                .Where(memory => memory.Text.Length <= MaximumTextLength && texts.Add(memory.Text)).Take(MaximumPerMessage));
        }

        return found;
    }

    private static IEnumerable<Statement> Statements(MemoryMessage message)
    {
        var today = DateOnly.FromDateTime(message.CreatedAt.UtcDateTime);
        foreach (var tokens in OwnWords.Clauses(Prose.Of(message.Content)))
        {
            foreach (var part in Predicates.Of(PlainForm.Of(tokens)))
            {
                if (Clause.Of(part) is { } clause && Statement.Of(clause, today) is { } statement)
                    yield return statement;
            }
        }
    }

    private static ExtractedMemory Memory(Statement statement, string speaker, MemoryMessage message)
    {
        var text = ThirdPerson.Write(speaker, statement, message.Content);
        var known = speaker == Speakers.User ? FrozenSet<string>.Empty : speaker.Split(' ').ToFrozenSet(StringComparer.Ordinal);
        var tags = RuleTagger.Of(text, MaximumTopics, known);
        var rule = statement.Rule;
        return new ExtractedMemory
        {
            Text = text,
            Type = statement.EventDate is null ? MemoryType.Semantic : MemoryType.Episodic,
            EventDate = statement.EventDate is { } day ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) : null,
            Topics = [.. rule.Topics.Union(tags.Topics, StringComparer.Ordinal).Take(MaximumTopics)],
            Entities = tags.Entities,
            Sources = [message.Id],
            Quote = Quote(statement, message.Content),
            Slot = SlotOf(statement, speaker),
            Metadata = new Dictionary<string, JsonElement> { ["rule"] = JsonSerializer.SerializeToElement(rule.Name) },
        };
    }

    /// <summary>The clause as it stands in the message.</summary>
    private static string Quote(Statement statement, string content)
    {
        var tokens = statement.Clause.Tokens.Skip(statement.Clause.Adverbial).Take(statement.End - statement.Clause.Adverbial);
        return content[tokens.Min(token => token.Start)..tokens.Max(token => token.End)];
    }

    /// <summary>Of the speaker alone: a sister's home replaces nobody's. Another person's slot is theirs.</summary>
    private static string? SlotOf(Statement statement, string speaker) =>
        statement.Rule.Slot is not { } slot || statement.Clause.Subject.Kind is SubjectKind.Kin or SubjectKind.Joint ? null
        : speaker == Speakers.User ? slot : $"{slot} of {speaker}";
}
