using System.Collections.Frozen;

namespace AgentMemory.Extraction.Rules.Statements;

/// <summary>What the rules know of English verbs: enough to recognise them and to give them the third person.</summary>
internal static class Verbs
{
    private static readonly FrozenSet<string> Bases = WordSet.Of(
        """
        live reside work study teach coach volunteer run own manage drive ride play speak know learn love like enjoy adore
        hate dislike detest despise prefer avoid eat drink smoke cook bake paint draw write read sing dance swim hike jog
        cycle bike walk travel commute go get wake take make have do be need want use practice practise train meditate pray
        exercise watch listen collect grow garden knit sew build code program freelance attend visit meet call see help
        support feed clean wear buy sell rent start finish turn move come leave stay sleep spend keep give volunteer ski surf
        climb skate camp fish sail kayak bowl box lift stretch journal blog post stream game stand suffer major graduate
        specialize specialise work serve lead host organize organise donate tutor mentor babysit compete perform cherish
        hope plan aim
        """);

    /// <summary>Past forms that do not end in "ed", but for those that are also the base.</summary>
    private static readonly FrozenSet<string> IrregularPasts = WordSet.Of(
        """
        went took got bought had made came left met ran won lost gave found built wrote drew sang swam drove rode flew ate
        drank taught began broke sold spent caught fell grew held kept led paid sent spoke threw wore woke quit did became
        chose retook
        """);

    /// <summary>Words in "ed" that are no verbs, or say nothing of what happened.</summary>
    private static readonly FrozenSet<string> Unlike = WordSet.Of(
        """
        raised need feed speed indeed bed red seed excited tired bored interested scared worried confused used supposed
        embarrassed
        stressed exhausted hundred kind wanted needed loved liked hated wished hoped tried wondered asked realized realised
        noticed decided thought figured guessed assumed believed seemed looked appeared talked chatted mentioned texted
        messaged called heard saw felt told said meant remembered enjoyed missed thanked agreed happened ended turned managed
        appreciated
        """);

    /// <summary>Without person: <c>be</c> for am, is, are; <c>was</c> for were; the base for a known verb in the third
    /// person.</summary>
    public static string FormOf(string lower) => lower switch
    {
        "am" or "is" or "are" => "be",
        "were" => "was",
        "has" => "have",
        "does" => "do",
        _ when lower.Length > 3 && lower[^1] == 's' => BaseOfThirdPerson(lower) ?? lower,
        _ => lower,
    };

    public static bool IsBase(string lower) => Bases.Contains(lower);

    public static bool IsPast(string lower) =>
        IrregularPasts.Contains(lower) || (lower.Length > 4 && lower.EndsWith("ed", StringComparison.Ordinal)
            && !Unlike.Contains(lower));

    public static bool IsGerund(string lower) =>
        lower.Length > 4 && lower.EndsWith("ing", StringComparison.Ordinal) && lower is not ("thing" or "something" or "nothing"
            or "anything" or "everything" or "morning" or "evening" or "during" or "spring" or "string" or "bring" or "amazing"
            or "interesting" or "exciting" or "boring");

    public static string ThirdPerson(string verb) => verb switch
    {
        "be" or "am" or "are" => "is",
        "were" => "was",
        "have" => "has",
        "do" => "does",
        "go" => "goes",
        _ when !IsBase(verb) => verb,
        [.., 's' or 'x' or 'z'] or [.., 'c' or 's', 'h'] => verb + "es",
        [.., var before, 'y'] when !"aeiou".Contains(before, StringComparison.Ordinal) => verb[..^1] + "ies",
        _ => verb + "s",
    };

    private static string? BaseOfThirdPerson(string lower)
    {
        if (Bases.Contains(lower[..^1]))
            return lower[..^1];
        if (!lower.EndsWith("es", StringComparison.Ordinal))
            return null;
        if (Bases.Contains(lower[..^2]))
            return lower[..^2];
        return lower.EndsWith("ies", StringComparison.Ordinal) && Bases.Contains(lower[..^3] + "y") ? lower[..^3] + "y" : null;
    }
}
