using System.Text.Json;

namespace AgentMemory.Benchmarks.Load;

/// <summary>
/// Memories of 40 words each, drawn by Zipf's law from 20,000 words, of users with 100 memories each. Always the same.
/// </summary>
internal sealed class Corpus
{
    private const int Words = 20_000;
    private const int WordsPerText = 40;
    private const int MemoriesPerUser = 100;
    private const int Queries = 64;
    private const int WordsPerQuery = 5;

    /// <summary>The words of a query of middling frequency: each in about one memory of 40 to 400.</summary>
    private static readonly Range Middling = 150..1500;

    /// <summary>Each in more than one memory of three.</summary>
    private static readonly Range Common = 0..8;

    private readonly double[] _cumulative = new double[Words];

    public Corpus()
    {
        var sum = 0.0;
        for (var word = 0; word < Words; word++)
            _cumulative[word] = sum += 1.0 / (word + 1);
    }

    public Searches KeywordSearches { get; } = Draw(Middling, "\"search_mode\":\"keyword\"");

    public Searches CommonKeywordSearches { get; } = Draw(Common, "\"search_mode\":\"keyword\"");

    public Searches VectorSearches { get; } = Draw(Middling, "\"search_mode\":\"semantic\"");

    /// <summary>Each within one user's memories.</summary>
    public static Searches FilteredVectorSearches(int memories) => Draw(
        Middling, "\"search_mode\":\"semantic\"", query => $",\"user_id\":{{\"eq\":\"{User(query * 7919 % memories)}\"}}");

    /// <summary>The body that creates memories <paramref name="from"/> to <paramref name="to"/>.</summary>
    public byte[] Create(int from, int to) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        deduplicate = false,
        memories = Enumerable.Range(from, to - from).Select(number => new
        {
            id = $"memory-{number}",
            text = Text(number),
            user_id = User(number),
            topics = new[] { Word(number % 50) },
        }),
    });

    private static string User(int number) => $"user-{number / MemoriesPerUser}";

    private static string Word(int rank) => $"w{rank}";

    private static Searches Draw(Range ranks, string mode, Func<int, string>? filter = null)
    {
        var random = new Random(ranks.End.Value);
        return new(
        [
            .. Enumerable.Range(0, Queries).Select(query =>
            {
                var words = Enumerable.Range(0, WordsPerQuery).Select(_ => Word(random.Next(ranks.Start.Value, ranks.End.Value)));
                return $"{{\"text\":\"{string.Join(' ', words)}\",\"limit\":10,{mode}{filter?.Invoke(query)}}}";
            }),
        ]);
    }

    private string Text(int number)
    {
        var random = new Random(number);
        return string.Join(' ', Enumerable.Range(0, WordsPerText).Select(_ => Word(Rank(random.NextDouble() * _cumulative[^1]))));
    }

    private int Rank(double share)
    {
        var found = Array.BinarySearch(_cumulative, share);
        return Math.Min(found < 0 ? ~found : found, Words - 1);
    }
}
