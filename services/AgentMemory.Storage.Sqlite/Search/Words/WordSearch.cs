using AgentMemory.Search;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>One query over the texts of some owners: scores by their own words (<see cref="Bm25"/>).</summary>
internal sealed class WordSearch : IDisposable
{
    private readonly QueryClauses _clauses;
    private readonly IReadOnlyList<List<(OwnerTexts Owner, int Number)>> _phrases;
    private readonly ClauseTexts[] _texts;

    public WordSearch(
        Vocabulary vocabulary, IReadOnlyList<OwnerTexts> owners, QueryClauses clauses,
        IReadOnlyList<List<(OwnerTexts Owner, int Number)>> phrases)
    {
        (Owners, _clauses, _phrases) = (owners, clauses, phrases);
        Terms = new QueryTerms(vocabulary, clauses.Terms);
        _texts = [.. owners.Select(owner => new ClauseTexts(owner, vocabulary, clauses.Terms, Terms))];
        var documents = owners.Sum(owner => (long)owner.Count);
        AverageLength = Bm25.AverageLength(documents, owners.Sum(owner => owner.Length));
        Weights = new float[clauses.Count];
        for (var i = 0; i < clauses.Terms.Count; i++)
            Weights[i] = Bm25.Weight(documents, _texts.Sum(texts => texts.Matching(i)));
        for (var i = 0; i < phrases.Count; i++)
            Weights[clauses.Terms.Count + i] = Bm25.Weight(documents, phrases[i].Count(text => owners.Contains(text.Owner)));
    }

    public IReadOnlyList<OwnerTexts> Owners { get; }

    public QueryTerms Terms { get; }

    public float AverageLength { get; }

    /// <summary>Of the clauses, terms before phrases.</summary>
    public float[] Weights { get; }

    /// <summary>For each phrase, where it occurs.</summary>
    public IEnumerable<(int Clause, TextPlace Text)> Phrases()
    {
        for (var i = 0; i < _phrases.Count; i++)
        {
            foreach (var (owner, number) in _phrases[i])
            {
                if (IndexOf(owner) is >= 0 and var index)
                    yield return (_clauses.Terms.Count + i, new TextPlace(index, number));
            }
        }
    }

    public WordMatches Match(RowFilter? filter, int limit)
    {
        var best = Best(filter, limit);
        return new([.. best.Descending().Select(match => new WordMatch(RowOf(match.Text), match.Score))], best.Offered);
    }

    public ref readonly IndexedText this[TextPlace text] => ref Owners[text.Owner].Texts[text.Number];

    public long RowOf(TextPlace text) => this[text].Row;

    /// <summary>The texts that match best by their own words.</summary>
    public BestTexts Best(RowFilter? filter, int limit)
    {
        var best = new BestTexts(limit);
        List<(TextPlace Text, float Score)>? matches = filter is null ? null : [];
        for (var owner = 0; owner < Owners.Count; owner++)
        {
            using var scores = new OwnScores(Owners[owner], AverageLength);
            for (var clause = 0; clause < _clauses.Terms.Count; clause++)
                _texts[owner].Score(clause, Weights[clause], scores);
            foreach (var (clause, text) in Phrases())
            {
                if (text.Owner == owner)
                    scores.Add(text.Number, 1, Weights[clause]);
            }

            var texts = Owners[owner].Texts;
            foreach (var number in scores.Matching)
            {
                if (matches is null)
                    best.Offer(new(owner, number), texts[number].Row, scores[number]);
                else
                    matches.Add((new(owner, number), scores[number]));
            }
        }

        if (matches is not null)
        {
            var passing = filter!(matches.ConvertAll(match => RowOf(match.Text)));
            foreach (var (text, score) in matches)
            {
                var row = RowOf(text);
                if (passing.Contains(row))
                    best.Offer(text, row, score);
            }
        }

        return best;
    }

    public void Dispose()
    {
        foreach (var texts in _texts)
            texts.Dispose();
        Terms.Dispose();
    }

    private int IndexOf(OwnerTexts owner)
    {
        for (var i = 0; i < Owners.Count; i++)
        {
            if (Owners[i] == owner)
                return i;
        }

        return -1;
    }
}
