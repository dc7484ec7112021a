using System.Buffers;
using AgentMemory.Search;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>Ranks what a question is about: the texts that match best by their own words, and the messages around them.</summary>
internal sealed class RelevanceSearch(WordSearch search, TextQuery query, QueryClauses clauses, RowFilter? filter) : IDisposable
{
    private const int Neighbours = 4;

    private readonly RankedTexts _texts = new(search.Owners, RelevancePool.Size * (1 + Neighbours));

    /// <summary>Indexes of those of the texts that bring their context along: these contexts are ranked with the texts, behind them.</summary>
    private readonly List<int> _withContext = [];

    public WordMatches Match(int limit)
    {
        var pool = RelevancePool.SizeFor(query);
        var matches = search.Best(filter, Math.Max(pool, limit), out var total);
        var ranking = Math.Min(matches.Length, pool);
        foreach (var (text, _) in matches.AsSpan(0, ranking))
            _texts.Add(text);
        AddNeighbours();
        for (var i = 0; i < _texts.Count; i++)
        {
            if (search[_texts[i]].Context.Count > 0)
                _withContext.Add(i);
        }

        var ranked = _texts.Count + _withContext.Count;
        var (rentedCounts, rentedTexts) = (ArrayPool<float>.Shared.Rent(ranked * clauses.Count), ArrayPool<RankedText>.Shared.Rent(ranked));
        try
        {
            return Rank(
                matches, ranking, total, limit, rentedCounts.AsSpan(0, ranked * clauses.Count), rentedTexts.AsSpan(0, ranked));
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rentedCounts);
            ArrayPool<RankedText>.Shared.Return(rentedTexts, clearArray: true);
        }
    }

    public void Dispose() => _texts.Dispose();

    /// <param name="counts">To work with, like <paramref name="texts"/>.</param>
    private WordMatches Rank(
        (TextPlace Text, float Score)[] matches, int ranking, long total, int limit, Span<float> counts, Span<RankedText> texts)
    {
        Count(counts);
        Describe(texts, counts);
        var scoring = new RelevanceScoring(query, clauses, search.Weights, search.AverageLength);
        var scores = scoring.Score(texts, counts);
        var ranked = new BestTexts(limit, search.RowOf);
        for (var i = 0; i < _texts.Count; i++)
        {
            if (scores[i] == 0)
                continue;
            ranked.Offer(_texts[i], scores[i]);
            // The others are among the matches.
            if (!HasOwnWords(counts, i))
                total++;
        }

        var best = new List<WordMatch>();
        foreach (var (text, score) in ranked.Descending())
            best.Add(new(search.RowOf(text), score, query.Explains ? scoring.Explain(texts, counts, _texts.IndexOf(text)) : null));
        AddRest(best, matches.AsSpan(ranking), limit);
        return new(best, total);
    }

    /// <summary>Adds what is not among the texts ranked in full. It counts no more than the last of these.</summary>
    private void AddRest(List<WordMatch> best, ReadOnlySpan<(TextPlace Text, float Score)> rest, int limit)
    {
        foreach (var (text, score) in rest)
        {
            if (best.Count == limit)
                return;
            if (_texts.IndexOf(text) < 0)
                best.Add(new(search.RowOf(text), Math.Min(score, best[^1].Score)));
        }
    }

    private void AddNeighbours()
    {
        Span<int> numbers = stackalloc int[Neighbours];
        var found = new List<TextPlace>(_texts.Count * Neighbours);
        for (var i = 0; i < _texts.Count; i++)
        {
            var text = _texts[i];
            if (search[text].Session is not { } session)
                continue;
            session.Around(search[text], numbers);
            foreach (var number in numbers)
            {
                if (number >= 0 && new TextPlace(text.Owner, number) is var neighbour && _texts.IndexOf(neighbour) < 0)
                    found.Add(neighbour);
            }
        }

        var passing = filter is null || found.Count == 0 ? null : filter(found.ConvertAll(search.RowOf));
        foreach (var neighbour in found)
        {
            if (passing is null || passing.Contains(search.RowOf(neighbour)))
                _texts.Add(neighbour);
        }
    }

    private void Count(Span<float> counts)
    {
        counts.Clear();
        for (var i = 0; i < _texts.Count; i++)
        {
            var owner = search.Owners[_texts[i].Owner];
            search.Terms.Count(
                owner.Terms(_texts[i].Number), owner.Counts(_texts[i].Number), counts.Slice(i * clauses.Count, clauses.Terms.Count));
        }

        for (var i = 0; i < _withContext.Count; i++)
        {
            var (owner, number) = _texts[_withContext[i]];
            search.Terms.Count(
                search.Owners[owner].ContextTerms(number), search.Owners[owner].ContextCounts(number),
                counts.Slice((_texts.Count + i) * clauses.Count, clauses.Terms.Count));
        }

        foreach (var (clause, phrase) in search.Phrases)
        {
            foreach (var text in phrase)
            {
                if (_texts.IndexOf(text) is >= 0 and var index)
                    counts[index * clauses.Count + clause] = 1;
            }
        }
    }

    private bool HasOwnWords(ReadOnlySpan<float> counts, int index) =>
        counts.Slice(index * clauses.Count, clauses.Count).ContainsAnyExcept(0);

    private void Describe(Span<RankedText> texts, ReadOnlySpan<float> counts)
    {
        Span<int> numbers = stackalloc int[Neighbours];
        for (var i = 0; i < _texts.Count; i++)
        {
            var place = _texts[i];
            ref readonly var text = ref search[place];
            var context = TextContext.None;
            if (text.Session is { } session)
            {
                session.Around(text, numbers);
                // What merely stands around a match is found by that match: what stands around it in turn says nothing more.
                var onlyMatches = !HasOwnWords(counts, i);
                for (var near = 0; near < numbers.Length; near++)
                {
                    numbers[near] = numbers[near] >= 0 && _texts.IndexOf(new(place.Owner, numbers[near])) is >= 0 and var index
                        && (!onlyMatches || HasOwnWords(counts, index)) ? index : -1;
                }

                context = new(numbers[0], numbers[1], numbers[2], numbers[3]);
            }

            texts[i] = new RankedText(text.Length, text.Traits, text.Day, context);
        }

        for (var i = 0; i < _withContext.Count; i++)
        {
            var said = _texts.Count + i;
            ref var text = ref texts[_withContext[i]];
            texts[said] = new RankedText(search[_texts[_withContext[i]]].Context.Length, default, text.Day, TextContext.None);
            text = text with { Context = TextContext.None with { Before = said } };
        }
    }
}
