namespace AgentMemory.Extraction.Rules.Statements.Families;

internal static class Places
{
    /// <summary>Somewhere people live, and not a figure of speech ("in fear", "in the moment").</summary>
    public static bool IsPlace(Complement rest) =>
        !rest.IsEmpty && !Verbs.IsGerund(rest.FirstWord)
        && rest.FirstWord is not ("fear" or "denial" or "hope" or "peace" or "harmony" or "hell" or "dread" or "constant"
            or "pain" or "sin" or "poverty"
            or "work" or "home" or "scratch" or "bed" or "me" or "being" or "day" or "now" or "time" or "school")
        && !rest.ObjectHas(Figures) && !rest.Mentions("other");

    private static readonly HashSet<string> Figures = new(StringComparer.Ordinal)
    {
        "moment", "present", "past", "future", "world", "bubble", "dream", "lie", "background", "perspective", "experience",
            "beginning",
        "start", "shadow", "mess", "era", "way", "age", "clouds", "stress", "times",
    };
}
