using System.Globalization;
using System.Text.Json;
using AgentMemory.Search;

namespace AgentMemory.Benchmarks.Load;

/// <summary>
/// Messages of 40 English words in sessions of 20, spread over namespaces, and questions about them. The words are those that search
/// knows relations of, drawn by Zipf's law: questions for kinds then match as much as they ever will. Always the same.
/// </summary>
internal sealed class Conversations
{
    private const int WordsPerText = 40;
    private const int MessagesPerSession = 20;
    private const int Questions = 256;

    private static readonly string[] Speakers = ["Ann", "Bob", "Cleo", "Dan", "Eve", "Finn", "Gina", "Hal"];

    private readonly string[] _words = ReadWords();
    private readonly double[] _cumulative;
    private readonly int _namespaces;

    public Conversations(int namespaces)
    {
        _namespaces = namespaces;
        _cumulative = new double[_words.Length];
        var sum = 0.0;
        for (var word = 0; word < _words.Length; word++)
            _cumulative[word] = sum += 1.0 / (word + 10);
    }

    /// <summary>The body that creates messages <paramref name="from"/> to <paramref name="to"/>.</summary>
    public byte[] Create(int from, int to) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        deduplicate = false,
        memories = Enumerable.Range(from, to - from).Select(number => new
        {
            id = $"message-{number}",
            text = $"{Speakers[number % Speakers.Length]}: {Text(new Random(number), WordsPerText)}",
            memory_type = "message",
            @namespace = Namespace(number / MessagesPerSession),
            session_id = $"session-{number / MessagesPerSession}",
            created_at = DateTimeOffset.UnixEpoch.AddYears(50).AddMinutes(number),
        }),
    });

    /// <summary>Requests of the default search, each in one namespace.</summary>
    public IReadOnlyList<RequestTemplate> Searches() => [.. Enumerable.Range(0, Questions).Select(question => RequestTemplate.Of(
        "POST", "/v1/long-term-memory/search",
        JsonSerializer.Serialize(new
        {
            text = Question(question),
            limit = 10,
            @namespace = new { eq = Namespace(question * 7919) },
            recency_boost = false,
        })))];

    /// <summary>The words of a question as FTS5 asks for any of them.</summary>
    public IReadOnlyList<string> FullTextQueries() =>
        [.. Enumerable.Range(0, Questions).Select(question => string.Join(" OR ", TextQueryParser.Parse(Question(question)).Terms))];

    private string Question(int question)
    {
        var random = new Random(question);
        var start = random.Next(3) switch { 0 => "When did", 1 => "Which of them did", _ => "What did" };
        return $"{start} {Speakers[question % Speakers.Length]} say about {Text(random, 4)}?";
    }

    private string Namespace(int session) => string.Create(CultureInfo.InvariantCulture, $"benchmark-{session % _namespaces}");

    private string Text(Random random, int words) =>
        string.Join(' ', Enumerable.Range(0, words).Select(_ => _words[Rank(random.NextDouble() * _cumulative[^1])]));

    private int Rank(double share)
    {
        var found = Array.BinarySearch(_cumulative, share);
        return Math.Min(found < 0 ? ~found : found, _words.Length - 1);
    }

    private static string[] ReadWords()
    {
        using var stream = typeof(TextQuery).Assembly.GetManifestResourceStream("concepts.txt")!;
        using var reader = new StreamReader(stream);
        string[] words = [.. reader.ReadToEnd().Split('\n').Where(line => !line.StartsWith('#'))
            .SelectMany(line => line.Split([' ', '_'], StringSplitOptions.RemoveEmptyEntries)).Where(word => char.IsAsciiLetter(word[0]))
            .Distinct(StringComparer.Ordinal)];
        new Random(1).Shuffle(words);
        return words;
    }
}
