using AgentMemory.LongTermMemory;
using AgentMemory.Search.Analysis;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Search;

/// <summary>
/// Takes from ranked hits the most useful ones that fit a number of tokens: best first, what says the same as one that was taken folded
/// into it, and what is too long for what is left passed over for what is not.
/// </summary>
public sealed class AnswerBudget(ITokenCounter tokens)
{
    /// <summary>Hits to choose from, per hit asked for: some will be folded, some too long.</summary>
    private const int HitsPerAnswer = 3;

    private const int MinimumHits = 50;

    /// <summary>Shared share of all terms of two texts (Jaccard) from which on the second adds nothing.</summary>
    private const double NearDuplicate = 0.8;

    /// <summary>How many hits to choose from.</summary>
    public static int Depth(int limit) => Math.Max(MinimumHits, HitsPerAnswer * limit);

    /// <summary>A memory as it stands in a prompt: one line, since a line break inside could pass for another memory.</summary>
    public static string Line(MemoryRecord memory) => $"- {memory.Text.ReplaceLineEndings(" ")} (ID: {memory.Id})";

    /// <param name="hits">Best first.</param>
    /// <param name="maximumTokens">Of all <see cref="Line"/>s together.</param>
    /// <param name="limit">Of what is taken.</param>
    public IReadOnlyList<MemoryHit> Select(IEnumerable<MemoryHit> hits, int maximumTokens, int limit)
    {
        var taken = new List<(MemoryHit Hit, HashSet<string> Terms, List<string> Folded)>();
        var left = maximumTokens;
        foreach (var hit in hits)
        {
            var terms = TextAnalyzer.Terms(hit.Text).ToHashSet(StringComparer.Ordinal);
            if (taken.Find(other => SaysTheSame(terms, other.Terms)) is { Folded: { } folded })
            {
                folded.Add(hit.Id);
                continue;
            }

            var cost = tokens.Count("", Line(hit));
            if (taken.Count == limit || cost > left)
                continue;
            left -= cost;
            taken.Add((hit, terms, []));
        }

        return [.. taken.Select(one => one.Folded.Count == 0 ? one.Hit : one.Hit with { FoldedIds = one.Folded })];
    }

    /// <summary>"Pays 30 a month" does not say the same as "pays 80 a month": what differs in a number differs.</summary>
    private static bool SaysTheSame(HashSet<string> terms, HashSet<string> others)
    {
        if (terms.Count > others.Count / NearDuplicate || others.Count > terms.Count / NearDuplicate)
            return false;
        var common = terms.Count(others.Contains);
        return common >= NearDuplicate * (terms.Count + others.Count - common)
            && Numbers(terms).SetEquals(Numbers(others));
    }

    private static HashSet<string> Numbers(HashSet<string> terms) => [.. terms.Where(term => term.Any(char.IsDigit))];
}
