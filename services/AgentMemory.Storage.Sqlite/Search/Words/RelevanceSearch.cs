using AgentMemory.Search;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>Ranks what a question is about: the texts that match best by their own words, and the messages around them.</summary>
internal sealed class RelevanceSearch(WordSearch search, TextQuery query, QueryClauses clauses, RowFilter? filter)
{
    private const int Neighbours = 4;

    private readonly List<TextPlace> _texts = [];
    private readonly Dictionary<TextPlace, int> _indexes = [];

    /// <summary>How many of the texts, the first ones, match by their own words.</summary>
    private int _matching;

    public WordMatches Match(int limit)
    {
        var matching = search.Best(filter, RelevancePool.Size(query, limit));
        foreach (var (text, _) in matching.Descending())
            Add(text);
        _matching = _texts.Count;
        AddNeighbours();

        var texts = Texts();
        var counts = Counts();
        var scoring = new RelevanceScoring(query, clauses, search.Weights, search.AverageLength);
        var scores = scoring.Score(texts, counts);
        var ranked = Enumerable.Range(0, scores.Length).Where(i => scores[i] > 0)
            .OrderByDescending(i => scores[i]).ThenBy(i => search.RowOf(_texts[i])).ToList();
        var best = ranked.Take(limit).Select(i => new WordMatch(
            search.RowOf(_texts[i]), scores[i], query.Explains ? scoring.Explain(texts, counts, i) : null));
        // Those that match by themselves, and those that only their context makes a match.
        return new([.. best], matching.Offered + ranked.Count(IsContextOnly));

        bool IsContextOnly(int i) =>
            i >= _matching && !counts.AsSpan(i * clauses.Count, clauses.Count).ContainsAnyExcept(0);
    }

    private void Add(TextPlace text)
    {
        if (_indexes.TryAdd(text, _texts.Count))
            _texts.Add(text);
    }

    private void AddNeighbours()
    {
        Span<int> numbers = stackalloc int[Neighbours];
        var found = new List<TextPlace>();
        foreach (var text in _texts)
        {
            if (search[text].Session is not { } session)
                continue;
            session.Around(search[text], numbers);
            foreach (var number in numbers)
            {
                if (number >= 0 && new TextPlace(text.Owner, number) is var neighbour && !_indexes.ContainsKey(neighbour))
                    found.Add(neighbour);
            }
        }

        var passing = filter is null || found.Count == 0 ? null : filter(found.ConvertAll(search.RowOf));
        foreach (var neighbour in found)
        {
            if (passing is null || passing.Contains(search.RowOf(neighbour)))
                Add(neighbour);
        }
    }

    private RankedText[] Texts()
    {
        Span<int> numbers = stackalloc int[Neighbours];
        var texts = new RankedText[_texts.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            var place = _texts[i];
            ref readonly var text = ref search[place];
            var context = TextContext.None;
            if (text.Session is { } session)
            {
                session.Around(text, numbers);
                // What merely stands around a match is found by that match: what stands around it in turn says nothing more.
                var within = i < _matching ? _texts.Count : _matching;
                context = new(
                    Index(place.Owner, numbers[0], within), Index(place.Owner, numbers[1], within),
                    Index(place.Owner, numbers[2], within), Index(place.Owner, numbers[3], within));
            }

            texts[i] = new RankedText(text.Length, text.Traits, text.Day, context);
        }

        return texts;
    }

    private int Index(int owner, int number, int within) =>
        number >= 0 && _indexes.TryGetValue(new(owner, number), out var index) && index < within ? index : -1;

    private float[] Counts()
    {
        var counts = new float[_texts.Count * clauses.Count];
        for (var i = 0; i < _texts.Count; i++)
        {
            var owner = search.Owners[_texts[i].Owner];
            search.Terms.Count(
                owner.Terms(_texts[i].Number), owner.Counts(_texts[i].Number), counts.AsSpan(i * clauses.Count, clauses.Terms.Count));
        }

        foreach (var (clause, text) in search.Phrases())
        {
            if (_indexes.TryGetValue(text, out var index))
                counts[index * clauses.Count + clause] = 1;
        }

        return counts;
    }
}
