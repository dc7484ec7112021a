using System.Collections.Frozen;

namespace AgentMemory.Extraction.Rules.Statements.Families;

/// <summary>Likes, dislikes, favourites, diets.</summary>
internal static class PreferenceRules
{
    private const string Preferences = "preferences";

    /// <summary>Beginnings of what people say of something in front of them, or of nothing in particular.</summary>
    private static readonly FrozenSet<string> Reactions = WordSet.Of(
        """
        the seeing hearing being knowing having getting talking chatting sharing feeling thinking when where who if as and or
        to so me us a an some more most each every both doing making giving learning helping looking for on in about with too
        much of not new trying connecting supporting saying asking waiting finding keeping it's we i god at from by going
        """);

    private static readonly FrozenSet<string> Definite = WordSet.Of(
        """
        outdoors ocean beach sea mountains rain snow cold heat winter summer autumn countryside theatre theater opera gym
        """);

    private static readonly FrozenSet<string> Infinitives = WordSet.Of(
        """
        cook bake paint draw read write sing dance swim hike run jog cycle bike travel play garden knit sew ski surf climb
        skate camp fish sail eat drink explore collect work sleep wake ride code
        """);

    public static readonly Rule[] All =
    [
        new("preference.likes", "love|like|enjoy|adore|prefer|cherish", IsLikeable) { OfKin = true, Topics = [Preferences] },
        new("preference.have-loved", "have loved|liked|enjoyed|hated", IsLikeable) { OfKin = true, Topics = [Preferences] },
        new(
            "preference.passion",
            "have had|felt? a|an great|strong|deep|huge? love|passion|fascination|talent|respect|connection|interest for|in|to",
            IsLikeable)
        {
            OfKin = true, Topics = [Preferences],
        },
        new("preference.been-into", "have been into|passionate|obsessed|keen with|about|on?", IsLikeable)
        {
            OfKin = true, Topics = [Preferences],
        },
        new(
            "preference.loved-as-child", "loved|hated",
            rest => rest.Mentions("kid", "child", "childhood", "teenager") && !rest.Mentions("i"))
        {
            OfKin = true, Tense = Tense.Past, Topics = [Preferences],
        },
        new("preference.dislikes", "hate|dislike|detest|despise", IsLikeable) { OfKin = true, Topics = [Preferences] },
        new(
            "preference.dislikes-not", "do not really? like|enjoy|love|eat|drink|smoke",
            rest => IsLikeable(rest) || (rest.IsEmpty && rest.Tokens[rest.Start - 1].Lower is "drink" or "smoke"))
        {
            OfKin = true, Topics = [Preferences],
        },
        new("preference.never", "never eat|drink|smoke", rest => rest.IsEmpty || IsLikeable(rest))
        {
            OfKin = true, Topics = [Preferences],
        },
        new("preference.no-smoke", "do not smoke|drink anymore?", rest => rest.IsEmpty)
        {
            OfKin = true, Topics = [Preferences, "health"],
        },
        new("preference.cannot-stand", "can not stand|eat|tolerate", IsLikeable) { OfKin = true, Topics = [Preferences] },
        new("preference.fan", "be not? a|an big|huge|massive|great? fan|lover of", IsLikeable)
        {
            OfKin = true, Topics = [Preferences],
        },
        new(
            "preference.into", "be into|obsessed|passionate|keen|crazy|addicted with|about|on|to?",
            rest => IsLikeable(rest) && !rest.Mentions("out"))
        {
            OfKin = true, Topics = [Preferences],
        },
        new("preference.afraid", "be afraid|scared|terrified of", IsLikeable) { OfKin = true, Topics = [Preferences] },
        new(
            "preference.diet", "be",
            rest => Lexicon.Diets.Contains(rest.FirstWord) && (rest.FirstWord != "lactose" || rest.Mentions("intolerant")))
        {
            OfKin = true, Topics = [Preferences, "food"],
        },
        new(
            "preference.a-diet", "be|have been? a|an? strict?",
            rest => rest.FirstWord is "vegan" or "vegetarian" or "pescatarian")
        {
            OfKin = true, Topics = [Preferences, "food"],
        },
        new("preference.allergic", "be allergic to", rest => !rest.IsEmpty)
        {
            OfKin = true, Topics = [Preferences, "health", "allergies"],
        },
        new(
            "preference.allergy", "have a|an? ",
            rest => rest.Mentions("allergy", "allergies", "intolerance") && !rest.Mentions("no"))
        {
            OfKin = true, Topics = [Preferences, "health", "allergies"],
        },
        new("preference.passion-is", "be", rest => !rest.IsEmpty && rest.FirstWord is not ("not" or "to" or "so" or "the"))
        {
            OfAttributes = ["passion", "hobby", "calling"], Topics = [Preferences, "hobbies"],
        },
        new(
            "preference.favourite", "be",
            rest => !rest.IsEmpty && rest.FirstWord is not ("when" or "to" or "not" or "so" or "because" or "always"
                or "probably") && rest.End - rest.Start <= 12)
        {
            OfAttributes = ["favorite"], Topics = [Preferences],
        },
    ];

    private static bool IsLikeable(Complement rest)
    {
        if (rest.IsEmpty || rest.HasDate)
            return false;
        var first = rest.FirstWord;
        if (first == "to")
            return rest.End - rest.Start > 1 && Infinitives.Contains(rest.Tokens[rest.Start + 1].Lower);
        if (first == "all" && rest.Object is [_, { Lower: "the" or "of" or "my" }, ..])
            return false;
        if (first == "the")
            return rest.Object is [_, var noun, ..] && (Definite.Contains(noun.Lower) || noun.IsCapitalised)
                || rest.Mentions("of") && rest.Mentions("smell", "sound", "taste");
        if (first == "being")
            return rest.Words.ElementAtOrDefault(1)?.Lower is "outdoors" or "outside" || rest.ObjectHas(Lexicon.FamilyRoles)
                || (rest.End - rest.Start > 2 && rest.Words.ElementAt(1).Lower is "around" or "near");
        if (first is "going" or "learning" or "helping" or "making" or "finding")
            return rest.End - rest.Start > 2 || rest.Mentions("others");
        if (first == "both")
            return rest.Mentions("and") && rest.Words.ElementAt(1).Lower is not ("of" or "the" or "my" or "and");
        if (first is "a" or "an")
            return rest.Words.Skip(1).FirstOrDefault()?.Lower is "good" or "nice" or "quiet" or "cold" or "hot";
        return !Reactions.Contains(first) && !Verbs.IsPast(first)
            && !rest.UntimedWords.Any(token => token.Lower is "i" or "me" or "idea" or "way" or "fact" or "feeling" or "vibe"
                or "vibes" or "lot" or "support" or "company");
    }
}
