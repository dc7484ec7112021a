namespace AgentMemory.Extraction.Rules.Statements;

/// <summary>A word of a sentence, with contractions taken apart: "I'm" is two tokens of one place in the message.</summary>
/// <param name="Text">As it is written.</param>
/// <param name="Gap">What stands between the token before and this one.</param>
internal sealed record Token(string Text, int Start, int End, string Gap)
{
    /// <summary>Lower case, with the typewriter's apostrophe.</summary>
    public string Lower { get; } = Text.ToLowerInvariant().Replace('’', '\'');

    /// <summary>What patterns compare: verbs without their person, so that one pattern serves "I live" and "my sister
    /// lives".</summary>
    public string Form => Verbs.FormOf(Lower);

    public bool IsCapitalised => char.IsUpper(Text[0]);

    public bool HasComma => Gap.Contains(',', StringComparison.Ordinal);

    public bool IsNumber => char.IsDigit(Text[0]);
}
