namespace AgentMemory.Extraction.Prompts;

/// <summary>The contextual grounding block (spec 10.6), relative to each message's own time (T26).</summary>
internal static class GroundingPrompt
{
    public const string Text =
        """
        CONTEXTUAL GROUNDING. Every memory is read alone, months later, by somebody who never saw the conversation:
        - Pronouns: replace every pronoun (he, she, they, it, him, her, them, his, hers, their, its, we, us, our, I, me, my, you,
          your) by the name of whoever or whatever is meant. No memory may begin with a pronoun.
        - The application's user, role "user", is always called "User", never by their given name. Their name is a fact
          ("User's name is Alice"), not a way to speak of them.
        - Any role other than "user", "assistant", "tool" or "function" is the name of another participant. Call that participant
          by that name; what they say of themselves is about them and not about User.
        - Time: replace every relative time ("yesterday", "next week", "in March", "two hours ago") by an absolute date, counted
          from the UTC time written on the message that says it, not from now. Say only as much as is known: "in March 2026".
        - Place: replace vague places ("there", "that place", "at home") by the concrete place that is known from the conversation.
        - Definite references ("the meeting", "the project", "that book") become the specific thing they refer to.
        - When a reference cannot be resolved, leave it out or say "someone" or "something"; never guess.

        Replace pronouns step by step: (1) list the pronouns and other references in the message; (2) find in the earlier lines
        what each of them refers to; (3) write the memory with the names in their place; (4) read it again: does it still hold
        a pronoun, a relative time or a "the" that only the conversation explains? Then return to step 2.
        """;
}
