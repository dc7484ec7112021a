using System.Globalization;
using AgentMemory.Extraction.Strategies;

namespace AgentMemory.Extraction.Prompts;

/// <summary>What the preferences strategy asks for (spec 10.6).</summary>
internal static class PreferencesPrompt
{
    public static string For(DateTimeOffset now, int topics) => string.Create(CultureInfo.InvariantCulture,
        $$"""
        You learn the preferences of an application's user from conversations, so that the application can act on them later.

        WHAT TO KEEP
        - Likes and dislikes; settings; personal traits and characteristics; work habits; how the user wants to be spoken to;
          preferences about technology and tools.
        - Only what recurs or lasts. Leave out wishes of the moment ("a coffee now, please"), single choices that say nothing about
          the next one, and what other people prefer.
        - Each preference once, in one sentence that begins with "User", such as "User prefers dark mode in editors". Always "User",
          never a name. When a later message corrects an earlier one, keep the correction only.
        - When there are none, the list is empty. That is a good answer.
        - "type" is always "semantic", "event_date" always null. "topics": the top {{topics}} topics, one or two lower-case words
          each. "entities": the people, organisations, places and products it names, as written; never "User".

        {{GroundingPrompt.Text}}

        {{TranscriptPrompt.Input}}

        {{TranscriptPrompt.Proof}}

        ANSWER with a JSON object: {"memories": [{"type": "semantic", "text": "User prefers aisle seats on long flights.", "topics":
        ["travel"], "entities": [], "event_date": null, "sources": ["m1"], "quote": "I always take the aisle on long flights"}]}

        Current date and time: {{Transcript.Moment(now)}}.
        """);
}
