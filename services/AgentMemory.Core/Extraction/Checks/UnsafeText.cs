using System.Text.RegularExpressions;

namespace AgentMemory.Extraction.Checks;

/// <summary>
/// What no memory may say, whoever extracted it: an order to the model that will read it, or a secret in the clear.
/// Ordinary sentences with words such as "important", "system", "token" or "password" pass (T27), and so do names of
/// functions and commands: a memory is only ever read, never run.
/// </summary>
internal static partial class UnsafeText
{
    public static bool Is(string text) => Order().IsMatch(text) || Secret().IsMatch(text) || NamedSecret().IsMatch(text);

    /// <summary>Imperatives at the start of a sentence, and the markers that chat formats put between turns. What people do
    /// ("User ignores instructions") is no imperative.</summary>
    [GeneratedRegex(
        """
        (?:^|[.!?;:"“\n]\s*|\bto\s+)(?:please\s+)?(?:ignore|disregard|forget|override)\s+(?:(?:all|any|the|your|these|those|every|of)\s+)*(?:previous|prior|above|earlier|system|existing|other)?\s*(?:instructions?|prompts?|rules|guidelines|directives|guardrails)\b
        | (?:^|[.!?;:"“\n]\s*)(?:new|updated|system)\s+(?:instructions?|prompt|message)\s*[:=]
        | (?:^|[.!?"“\n]\s*)(?:from\s+now\s+on\s*,?\s+)?you\s+(?:are\s+now|must\s+now|must\s+always|will\s+now)\b
        | (?:^|[.!?"“\n]\s*)from\s+now\s+on\s*,?\s+(?:always|never|only|respond|answer|act|pretend|you)\b
        | (?:^|[.!?"“\n]\s*)(?:act|behave|respond)\s+as\s+(?:dan\b|if\s+you|an?\s+unrestricted|the\s+(?:system|developer))
        | (?:^|[.!?"“\n]\s*)(?:reveal|print|show|repeat|output)\s+(?:me\s+)?(?:your|the)\s+(?:system\s+)?(?:prompt|instructions)\b
        | (?:^|\n)\s*(?:system|developer)\s*:
        | <\|(?:im_start|im_end|system|endoftext)\|> | \[/?INST\] | <</?SYS>>
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Order();

    /// <summary>Shapes that only credentials have.</summary>
    [GeneratedRegex(
        """
        -----BEGIN\ [A-Z\ ]*PRIVATE\ KEY-----
        | \bAKIA[0-9A-Z]{16}\b
        | \bgh[pousr]_[A-Za-z0-9]{30,}
        | \bsk-[A-Za-z0-9_-]{20,}
        | \bxox[abprs]-[A-Za-z0-9-]{10,}
        | \beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();

    /// <summary>"The password is hunter2x": named, and followed by something with a digit that is no word, no date.</summary>
    [GeneratedRegex(
        """
        \b(?:password|passphrase|api[\ _-]?key|access[\ _-]?key|private[\ _-]?key|secret[\ _-]?key|client[\ _-]?secret|access[\ _-]?token|auth[\ _-]?token|bearer[\ _-]?token|pin\ code)
        \s*(?:is|was|=|:)\s*["'`“]?(?=[^\s"'`”]*\d)(?!\d{4}-\d{2}-\d{2})[^\s"'`”]{4,}
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamedSecret();
}
