using AgentMemory.WorkingMemory;

namespace AgentMemory.Cli.Evaluation.Measuring;

/// <summary>What a search returned, seen from the evidence.</summary>
/// <param name="Ranks">Of each piece of evidence, from 1; <see langword="null"/> where it was not returned.</param>
/// <param name="Tokens">Of each memory returned, in order.</param>
internal sealed record Found(IReadOnlyList<int?> Ranks, IReadOnlyList<int> Tokens)
{
    private static readonly EstimatedTokenCounter Counter = new();

    public static Found Of(IReadOnlyList<string> evidence, IReadOnlyList<ReturnedMemory> returned)
    {
        var ranks = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < returned.Count; index++)
            ranks.TryAdd(returned[index].Id, index + 1);
        return new(
            [.. evidence.Select(id => ranks.TryGetValue(id, out var rank) ? rank : (int?)null)],
            [.. returned.Select(memory => memory.Tokens)]);
    }

    public static int CountTokens(string text) => Counter.Count("", text);

    public double ShareWithin(int depth) => (double)Ranks.Count(rank => rank <= depth) / Ranks.Count;

    /// <summary>How many memories fit, in order: the first that does not ends it, as nothing after it was preferred.</summary>
    public int DepthWithin(int tokens)
    {
        var (depth, used) = (0, 0L);
        while (depth < Tokens.Count && (used += Tokens[depth]) <= tokens)
            depth++;
        return depth;
    }
}

/// <param name="Tokens">Estimated.</param>
internal sealed record ReturnedMemory(string Id, double? Score, int Tokens);
