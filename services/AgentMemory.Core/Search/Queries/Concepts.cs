using System.Collections.Frozen;
using AgentMemory.Search.Analysis;

namespace AgentMemory.Search;

/// <summary>
/// Which terms may stand for a term of a question: words that say the same, and for a kind the things that are one. Who asks
/// "which countries did she visit" is answered by "we drove through Spain". The table is <c>concepts.txt</c>.
/// </summary>
internal static class Concepts
{
    /// <summary>Chosen on conversations, as docs/evaluation.md tells; one weight for both kinds of relation did as well as two.</summary>
    private const float Weight = 0.4f;

    private static readonly FrozenDictionary<string, string[]> StandIns = Read();

    /// <param name="terms">Of the whole query, in its order: what it names itself stands for nothing, and two words may have one
    /// meaning together.</param>
    public static IReadOnlyList<StandIn> StandInsFor(string term, IReadOnlyList<string> terms)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (StandIns.TryGetValue(term, out var alone))
            found.UnionWith(alone);
        for (var i = 1; i < terms.Count; i++)
        {
            if ((terms[i] == term || terms[i - 1] == term) && StandIns.TryGetValue($"{terms[i - 1]} {terms[i]}", out var together))
                found.UnionWith(together);
        }

        found.ExceptWith(terms);
        return found.Count == 0 ? [] : [.. found.Order(StringComparer.Ordinal).Select(other => new StandIn(other, Weight))];
    }

    private static FrozenDictionary<string, string[]> Read()
    {
        var found = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        using var stream = typeof(Concepts).Assembly.GetManifestResourceStream("concepts.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line[0] == '=')
            {
                var group = Terms(line[1..]);
                Add(group, group);
            }
            else
            {
                var (heads, members) = (line[..line.IndexOf('>', StringComparison.Ordinal)], line[(line.IndexOf('>', StringComparison.Ordinal) + 1)..]);
                Add(Terms(heads), Terms(members));
            }
        }

        return found.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal);

        void Add(IEnumerable<string> words, IReadOnlyList<string> others)
        {
            foreach (var word in words)
            {
                if (!found.TryGetValue(word, out var known))
                    found.Add(word, known = new(StringComparer.Ordinal));
                known.UnionWith(others.Where(other => other != word));
            }
        }
    }

    /// <summary>Words in the form that texts are compared in; two that belong together with a space between.</summary>
    private static List<string> Terms(string words) =>
        [.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => string.Join(' ', TextAnalyzer.Terms(word)))];
}
