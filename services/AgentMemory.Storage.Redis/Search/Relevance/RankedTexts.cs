using System.Runtime.InteropServices;
using AgentMemory.Search;
using AgentMemory.Storage.Redis.LongTermMemory;
using NRedisStack.Search;

namespace AgentMemory.Storage.Redis.Search.Relevance;

/// <summary>The texts that one query ranks: first those that match by their own words, then the messages around them.</summary>
internal sealed class RankedTexts(RelevanceWords words)
{
    private readonly ClauseOccurrences _occurrences = new(words);
    private readonly int _clauses = words.Clauses.Count;
    private readonly bool[] _has = new bool[words.Clauses.Terms.Count];
    private readonly List<TextDescription> _descriptions = [];
    private readonly List<NearbyMessage?[]> _around = [];
    private readonly List<(int Text, string Terms)> _contexts = [];
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly List<float> _counts = [];
    private readonly long[] _matching = new long[words.Counted.Count];

    /// <summary>What <see cref="Add"/> reads of a record.</summary>
    public static string[] Fields { get; } =
    [
        MemoryFields.Terms, MemoryFields.Number, MemoryFields.Ranking, MemoryFields.Around,
        MemoryFields.ContextTerms,
    ];

    /// <summary>How many match by their own words.</summary>
    public int Matching => _around.Count;

    /// <summary>Of the records.</summary>
    public List<string> Keys { get; } = [];

    public List<long> Numbers { get; } = [];

    /// <summary>By text, then by clause; the contexts that texts bring along behind the texts, once these are
    /// <see cref="InContext"/>.</summary>
    public ReadOnlySpan<float> Counts => CollectionsMarshal.AsSpan(_counts);

    /// <summary>In how many of the texts each of <see cref="RelevanceWords.Counted"/> is.</summary>
    public IReadOnlyList<long> MatchingCounts => _matching;

    /// <summary>Adds a text that matches.</summary>
    public void Add(Document document)
    {
        // An older program that runs on describes nothing.
        var description = (string?)document[MemoryFields.Ranking] is { } described ? TextDescription.Read(described) : default;
        // A record that changed between two pages may be in both.
        if (!TryAdd(document.Id, document.Number(), description))
            return;
        _around.Add(NearbyMessage.Read(document[MemoryFields.Around]));
        if ((string?)document[MemoryFields.ContextTerms] is { } context)
            _contexts.Add((Keys.Count - 1, context));
        Read(Keys.Count - 1, document[MemoryFields.Terms]);
        CountTexts(CountsOf(Keys.Count - 1));
    }

    /// <summary>Counts what a text itself has of the clauses.</summary>
    /// <param name="terms">As they are stored; <see langword="null"/> when its record has gone.</param>
    public void Read(int text, string? terms)
    {
        _has.AsSpan().Clear();
        if (terms is not null)
            _occurrences.Count(terms, CountsOf(text), _has);
    }

    public bool HasOwn(int text) => CountsOf(text).ContainsAnyExcept(0);

    /// <summary>Those of the texts, and of the ones around them, whose own words were not looked at.</summary>
    /// <param name="texts">All of them.</param>
    public IReadOnlyList<int> AroundOnly(IEnumerable<int> some, RankedText[] texts) =>
    [
        .. some.SelectMany(i => texts[i].Context is var (secondBefore, before, after, secondAfter)
                ? new[] { i, secondBefore, before, after, secondAfter }
                : [])
            .Where(i => i >= Matching && i < Keys.Count).Distinct(),
    ];

    /// <summary>Keys of the messages around those that match, as far as they do not match themselves.</summary>
    public IReadOnlyCollection<string> KeysAround() =>
        [.. Around().Select(near => near.Key).Where(key => !_indexes.ContainsKey(key)).Distinct(StringComparer.Ordinal)];

    /// <summary>Adds the messages around those that match.</summary>
    /// <param name="admitted">Their keys; <see langword="null"/> for all of them.</param>
    public void AddAround(IReadOnlySet<string>? admitted)
    {
        foreach (var (key, near) in Around().ToList())
        {
            if (admitted is null || admitted.Contains(key))
                TryAdd(key, near.Number, near.Description);
        }
    }

    /// <summary>The texts as they are scored, each in its context; those that texts bring along stand behind the texts. Afterwards
    /// none is added.</summary>
    public RankedText[] InContext()
    {
        var context = new int[Keys.Count * NearbyMessage.Count];
        Array.Fill(context, -1);
        for (var i = 0; i < Matching; i++)
        {
            for (var place = 0; place < _around[i].Length; place++)
            {
                if (_around[i][place] is not { } near || !_indexes.TryGetValue(KeyOf(i, near), out var index))
                    continue;
                context[(i * NearbyMessage.Count) + place] = index;
                // The other one stands as far on the other side of it.
                if (index >= Matching)
                    context[(index * NearbyMessage.Count) + NearbyMessage.Count - 1 - place] = i;
            }
        }

        var texts = new RankedText[Keys.Count + _contexts.Count];
        for (var i = 0; i < Keys.Count; i++)
        {
            var around = context.AsSpan(i * NearbyMessage.Count, NearbyMessage.Count);
            var (length, traits, day) = _descriptions[i];
            texts[i] = new(length, traits, day, new TextContext(around[0], around[1], around[2], around[3]));
        }

        CountContexts();
        for (var i = 0; i < _contexts.Count; i++)
        {
            var (text, said) = (_contexts[i].Text, Keys.Count + i);
            texts[said] = new(IndexedTerms.Count(_contexts[i].Terms), default, texts[text].Day, TextContext.None);
            texts[text] = texts[text] with { Context = TextContext.None with { Before = said } };
        }

        return texts;
    }

    private void CountContexts()
    {
        CollectionsMarshal.SetCount(_counts, (Keys.Count + _contexts.Count) * _clauses);
        for (var i = 0; i < _contexts.Count; i++)
        {
            CountsOf(Keys.Count + i).Clear();
            _occurrences.CountTerms(_contexts[i].Terms, CountsOf(Keys.Count + i), _has);
        }
    }

    private bool TryAdd(string key, long number, TextDescription description)
    {
        if (!_indexes.TryAdd(key, Keys.Count))
            return false;
        Keys.Add(key);
        Numbers.Add(number);
        _descriptions.Add(description);
        CollectionsMarshal.SetCount(_counts, _counts.Count + _clauses);
        CountsOf(Keys.Count - 1).Clear();
        return true;
    }

    private Span<float> CountsOf(int text) => CollectionsMarshal.AsSpan(_counts).Slice(text * _clauses, _clauses);

    private void CountTexts(ReadOnlySpan<float> counts)
    {
        var terms = words.CountsOfTerms;
        for (var i = 0; i < terms.Count; i++)
        {
            var (term, any) = terms[i];
            _matching[any] += counts[i] > 0 ? 1 : 0;
            if (term != any)
                _matching[term] += _has[i] ? 1 : 0;
        }

        var phrase = terms.Count == 0 ? 0 : terms[^1].Any + 1;
        for (var i = 0; i < words.Phrases.Count; i++)
        {
            if (words.Phrases[i] is not null)
                _matching[phrase++] += counts[terms.Count + i] > 0 ? 1 : 0;
        }
    }

    private IEnumerable<(string Key, NearbyMessage Message)> Around()
    {
        for (var i = 0; i < Matching; i++)
        {
            foreach (var near in _around[i])
            {
                if (near is not null)
                    yield return (KeyOf(i, near), near);
            }
        }
    }

    /// <summary>Messages of a session have one owner, and ids in keys no colon.</summary>
    private string KeyOf(int text, NearbyMessage near) =>
        string.Concat(Keys[text].AsSpan(0, Keys[text].LastIndexOf(':') + 1), near.IdPart);
}
