using System.Collections.Frozen;

namespace AgentMemory.Search;

/// <summary>
/// English words that say how something is asked rather than what about. Ranking without them found a tenth more of what
/// was asked for (docs/evaluation.md). What contractions leave behind ("don't" is "don" and "t") is among them.
/// </summary>
internal static class StopWords
{
    private static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(
        [
            // Questions and relatives.
            "what", "which", "who", "whom", "whose", "when", "where", "why", "how", "that", "than", "whether",
            // Auxiliaries.
            "am", "is", "are", "was", "were", "be", "been", "being", "do", "does", "did", "doing", "done", "have", "has",
            "had", "having", "will", "would", "shall", "should", "can", "could", "may", "might", "must", "ought", "cannot",
            // Pronouns and determiners.
            "i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves", "you", "your", "yours", "yourself",
            "yourselves", "he", "him", "his", "himself", "she", "her", "hers", "herself", "it", "its", "itself", "they",
            "them", "their", "theirs", "themselves", "this", "these", "those", "a", "an", "the", "any", "some", "each",
            "every", "both", "either", "neither", "all", "such", "own", "same", "other", "another", "no", "nor", "not",
            "none", "few", "more", "most", "much", "many",
            // Prepositions and conjunctions.
            "about", "above", "across", "after", "against", "along", "among", "around", "as", "at", "before", "behind",
            "below", "between", "but", "by", "down", "during", "for", "from", "if", "in", "into", "of", "off", "on", "onto",
            "or", "out", "over", "per", "since", "so", "through", "throughout", "to", "toward", "towards", "under", "until",
            "up", "upon", "via", "while", "with", "within", "without", "and", "because", "though", "although", "then",
            // Adverbs without content.
            "again", "also", "ever", "here", "just", "only", "once", "there", "too", "very", "yet", "still", "further",
            // Remains of contractions.
            "s", "t", "d", "m", "ll", "re", "ve", "don", "doesn", "didn", "isn", "aren", "wasn", "weren", "hasn", "haven",
            "hadn", "won", "wouldn", "shouldn", "couldn", "mustn", "ain",
        ],
        StringComparer.Ordinal);

    /// <summary>Words that questions are built with: "what kind of books does she mention", "when did she go camping".</summary>
    private static readonly FrozenSet<string> Scaffold = FrozenSet.ToFrozenSet(
        [
            "go", "goes", "going", "went", "gone", "get", "gets", "got", "getting", "kind", "kinds", "type", "types", "sort", "sorts",
            "consider", "considers", "considered", "considering", "mention", "mentions", "mentioned", "describe", "describes", "described",
            "likely", "together",
        ],
        StringComparer.Ordinal);

    public static bool IsScaffold(string lowerCaseWord) => Scaffold.Contains(lowerCaseWord);

    public static bool Contains(string lowerCaseWord) => Words.Contains(lowerCaseWord);
}
