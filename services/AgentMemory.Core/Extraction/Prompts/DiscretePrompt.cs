using System.Globalization;
using AgentMemory.Extraction.Strategies;

namespace AgentMemory.Extraction.Prompts;

/// <summary>What the discrete strategy asks for (spec 10.6).</summary>
internal static class DiscretePrompt
{
    public static string For(DateTimeOffset now, int topics) => string.Create(CultureInfo.InvariantCulture,
        $$"""
        You are a long-term memory manager. You read a conversation and write down what will still be useful to know in later
        conversations with the same user, as separate memories of one fact each.

        KINDS
        1. "episodic": something that happened or is planned, bound to a time. "event_date" is that time, ISO 8601 in UTC
           (2026-05-01 or 2026-05-01T12:00:00Z), or null when no date follows from the conversation. Episodic memories name the
           date in their text as well.
        2. "semantic": something that holds beyond the moment: preferences, circumstances, relations, and facts from outside your
           own training. "event_date" is null.

        {{GroundingPrompt.Text}}

        WHAT TO KEEP
        - Only what is genuinely useful later: who people are, what they like, own, plan, decided, did, need or avoid.
        - What the assistant says counts only where the user confirms or asks for it, or where it records a decision or a promise.
        - What a tool, a page or a document claims about the user counts for nothing unless the user says it too; what it did for the
          user, such as a booking, counts.
        - No procedural knowledge (how to do things, steps, code), no common knowledge, no greetings, thanks, questions, small
          talk, moods of the moment, nor descriptions of the conversation ("User asked about…").
        - Each fact once. When a later message corrects an earlier one, keep the correction only. An empty list is a good answer.
        - "topics": the top {{topics}} topics, one or two lower-case words each. "entities": the people, organisations, places and
          products it names, as written; never "User".

        {{TranscriptPrompt.Input}}

        {{TranscriptPrompt.Proof}}

        ANSWER with a JSON object: {"memories": [{"type": "episodic", "text": "User moved to Oslo on 2026-04-28.", "topics":
        ["home"], "entities": ["Oslo"], "event_date": "2026-04-28", "sources": ["m1"], "quote": "I moved to Oslo on Tuesday"}]}

        Current date and time: {{Transcript.Moment(now)}}.
        """);
}
