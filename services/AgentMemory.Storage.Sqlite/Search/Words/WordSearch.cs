using AgentMemory.Search;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>One query over the texts of some owners: scores by their own words (<see cref="Bm25"/>).</summary>
internal sealed class WordSearch : IDisposable
{
    private readonly OwnerSearch[] _parts;

    /// <param name="phrases">For each phrase, where it occurs, whoever's the texts are.</param>
    public WordSearch(
        Vocabulary vocabulary, IReadOnlyList<OwnerTexts> owners, QueryClauses clauses,
        IReadOnlyList<List<(OwnerTexts Owner, int Number)>> phrases)
    {
        Owners = owners;
        Terms = new QueryTerms(vocabulary, clauses.Terms);
        var terms = ClauseTerms.Of(clauses.Terms, vocabulary);
        _parts = [.. owners.Select(owner => new OwnerSearch(owner, terms, Terms, [.. phrases.Select(phrase => NumbersOf(owner, phrase))]))];
        var documents = owners.Sum(owner => (long)owner.Count);
        AverageLength = Bm25.AverageLength(documents, owners.Sum(owner => owner.Length));
        Weights = new float[clauses.Count];
        for (var i = 0; i < Weights.Length; i++)
            Weights[i] = Bm25.Weight(documents, _parts.Sum(part => part.Matching[i]));
        Phrases = [.. phrases.Select((phrase, i) => (clauses.Terms.Count + i, Places(phrase)))];
    }

    public IReadOnlyList<OwnerTexts> Owners { get; }

    public QueryTerms Terms { get; }

    public float AverageLength { get; }

    /// <summary>Of the clauses, terms before phrases.</summary>
    public float[] Weights { get; }

    /// <summary>For each phrase, its clause and where it occurs.</summary>
    public IReadOnlyList<(int Clause, IReadOnlyList<TextPlace> Texts)> Phrases { get; }

    public ref readonly IndexedText this[TextPlace text] => ref Owners[text.Owner].Texts[text.Number];

    public long RowOf(TextPlace text) => Owners[text.Owner].Rows[text.Number];

    public WordMatches Match(RowFilter? filter, int limit)
    {
        var best = Best(filter, limit, out var total);
        return new([.. best.Select(match => new WordMatch(RowOf(match.Text), match.Score))], total);
    }

    /// <summary>The texts that match best by their own words, best first.</summary>
    /// <param name="total">How many match.</param>
    public (TextPlace Text, float Score)[] Best(RowFilter? filter, int limit, out long total)
    {
        if (filter is not null)
            Keep(filter);
        total = _parts.Sum(part => (long)part.Matches.Count);
        var best = new BestTexts(limit, RowOf);
        var stretch = new Stretch(stackalloc float[2 * Stretch.Size], stackalloc ushort[Stretch.Size + 1]);
        for (var owner = 0; owner < _parts.Length; owner++)
        {
            if (!_parts[owner].Matches.IsEmpty)
                new OwnerScoring(_parts[owner], Terms, Weights, AverageLength).Offer(owner, best, ref stretch);
        }

        return best.Descending();
    }

    public void Dispose()
    {
        foreach (var part in _parts)
            part.Dispose();
        Terms.Dispose();
    }

    /// <summary>Removes what does not pass the filter from the matches.</summary>
    private void Keep(RowFilter filter)
    {
        var rows = new List<long>();
        for (var owner = 0; owner < _parts.Length; owner++)
        {
            var index = owner;
            _parts[owner].Matches.ForEach(number => rows.Add(Owners[index].Rows[number]));
        }

        var passing = filter(rows);
        for (var owner = 0; owner < _parts.Length; owner++)
        {
            var index = owner;
            _parts[owner].Matches.ForEach(number =>
            {
                if (!passing.Contains(Owners[index].Rows[number]))
                    _parts[index].Matches.Remove(number);
            });
        }
    }

    private static int[] NumbersOf(OwnerTexts owner, List<(OwnerTexts Owner, int Number)> texts) =>
        [.. texts.Where(text => text.Owner == owner).Select(text => text.Number).Order()];

    private List<TextPlace> Places(List<(OwnerTexts Owner, int Number)> texts)
    {
        var places = new List<TextPlace>(texts.Count);
        for (var owner = 0; owner < Owners.Count; owner++)
            places.AddRange(NumbersOf(Owners[owner], texts).Select(number => new TextPlace(owner, number)));
        return places;
    }
}
