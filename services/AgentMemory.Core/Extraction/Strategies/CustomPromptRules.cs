using System.Text.RegularExpressions;

namespace AgentMemory.Extraction.Strategies;

/// <summary>
/// Which prompts of applications are refused (spec 10.6): those that try to be more than a description of what to extract.
/// Braces are no placeholders unless <see cref="CustomPromptTemplate"/> fills them, so JSON examples are welcome (T27).
/// </summary>
internal static partial class CustomPromptRules
{
    public const int MaximumLength = 10_000;

    private static readonly (Regex Pattern, string What)[] Denied =
    [
        (IgnoreInstructions(), "tells the model to ignore its instructions"),
        (ForgetInstructions(), "tells the model to forget its instructions"),
        (NewInstructions(), "announces new instructions"),
        (SystemRole(), "speaks as the system ('system:' or 'system=')"),
        (OverrideInstructions(), "overrides the system's instructions"),
        (OtherRole(), "gives the model another role"),
        (RevealInstructions(), "asks for the model's instructions"),
        (RunCode(), "asks for code to be run"),
        (CodeCall(), "calls code"),
        (BracedInternals(), "reaches for internals in a placeholder"),
    ];

    /// <summary>What is wrong with the prompt, one line per mistake.</summary>
    public static IEnumerable<string> Problems(string prompt)
    {
        if (string.IsNullOrWhiteSpace(prompt))
            return ["it is empty: say what to extract"];
        if (prompt.Length > MaximumLength)
            return [$"it has {prompt.Length} characters; at most {MaximumLength} are allowed"];
        return Denied.Where(rule => rule.Pattern.IsMatch(prompt))
            .Select(rule => $"it {rule.What}; describe only what to extract and how to phrase it");
    }

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant;
    private const int Timeout = 1000;

    [GeneratedRegex(@"\bignore\s+(?:(?:all|any|the|your|of|these)\s+)*(?:previous|prior|above|all)\s*(?:the\s+)?(?:instructions?|prompts?|rules|text)\b|\bignore\s+(?:all\s+)?(?:the\s+|your\s+)?instructions?\b", Options, Timeout)]
    private static partial Regex IgnoreInstructions();

    [GeneratedRegex(@"\bforget\s+(?:everything|all|(?:the\s+|your\s+)?(?:previous|prior|above|instructions?))\b", Options, Timeout)]
    private static partial Regex ForgetInstructions();

    [GeneratedRegex(@"\bnew\s+instructions?\s*:", Options, Timeout)]
    private static partial Regex NewInstructions();

    /// <summary>As a speaker; "operating system: Linux" is none.</summary>
    [GeneratedRegex(@"(?:^\s*|[^\w\s""']\s*|\b(?:the|your|new)\s+)system\s*[:=]", Options, Timeout)]
    private static partial Regex SystemRole();

    [GeneratedRegex(@"\boverride\s+(?:(?:the|all|your|any)\s+)*(?:system|previous|instructions?)\b", Options, Timeout)]
    private static partial Regex OverrideInstructions();

    [GeneratedRegex(@"\bact\s+as\s+(?:(?:an?|if|the)\s+)*(?:dan\b|developer\s+mode|(?:you\s+are\s+)?unrestricted)|\bpretend\s+(?:you\s+are|to\s+be)\b|\brole-?\s?play\s+as\b|\bsimulate\s+(?:an?|being)\b", Options, Timeout)]
    private static partial Regex OtherRole();

    [GeneratedRegex(@"\b(?:reveal|show\s+me|print)\s+(?:your|the)\s+(?:system|instructions?|prompt)\b|\bwhat\s+are\s+your\s+instructions\b", Options, Timeout)]
    private static partial Regex RevealInstructions();

    [GeneratedRegex(@"\b(?:execute|run)\s+(?:(?:this|the|following|a|some|any)\s+)*(?:code|commands?|scripts?)\b", Options, Timeout)]
    private static partial Regex RunCode();

    [GeneratedRegex(@"\beval\s*\(|\bexec\s*\(|__import__|\bsubprocess\b|\bos\.system\b", Options, Timeout)]
    private static partial Regex CodeCall();

    /// <summary>Attributes and items of placeholders, as template languages have them: <c>{message.__class__}</c>.</summary>
    [GeneratedRegex(@"\{\s*[A-Za-z_]\w*(?:[.\[][^{}""]*)?(?:__|[.\[]['']?(?:globals|locals|builtins|import|eval|exec)\b)[^{}""]*\}|\{\s*__[^{}""]*\}|\{\s*(?:import|eval|exec|globals|locals|builtins)\s*(?:\([^{}]*\))?\s*\}", Options, Timeout)]
    private static partial Regex BracedInternals();
}
