using AgentMemory.Storage.Redis.LongTermMemory;
using NRedisStack.Search;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>A text that has some of a query's clauses.</summary>
internal sealed class WordMatch
{
    private readonly int[] _counts;

    /// <param name="document">With its terms and number.</param>
    public WordMatch(Document document, ClauseCounter counter, int clauses)
    {
        _counts = new int[clauses];
        (Key, Number) = (document.Id, document.Number());
        Length = counter.Count((string)document[MemoryFields.Terms]!, _counts);
    }

    /// <summary>Of the record.</summary>
    public string Key { get; }

    public long Number { get; }

    /// <summary>In terms.</summary>
    public int Length { get; }

    /// <summary>How often it has each clause.</summary>
    public ReadOnlySpan<int> Counts => _counts;

    /// <summary>In how many of the texts each clause is.</summary>
    public static long[] Count(IReadOnlyList<WordMatch> matches, int clauses)
    {
        var counts = new long[clauses];
        foreach (var match in matches)
        {
            for (var i = 0; i < clauses; i++)
                counts[i] += match._counts[i] > 0 ? 1 : 0;
        }

        return counts;
    }
}
