namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>One owner's part of a query: which texts have any of its clauses, and how many have each.</summary>
internal sealed class OwnerSearch : IDisposable
{
    /// <param name="phrases">For each phrase, the numbers of the texts with it, ascending.</param>
    public OwnerSearch(OwnerTexts owner, ClauseTerms[] clauses, QueryTerms terms, IReadOnlyList<int[]> phrases)
    {
        (Owner, Phrases) = (owner, phrases);
        Matches = new NumberSet(owner.Numbers);
        Matching = new float[clauses.Length + phrases.Count];
        Postings = new (TermPostings, float)[clauses.Length][];
        Cover(clauses);
        LookAtUncovered(clauses, terms);
        for (var i = 0; i < phrases.Count; i++)
        {
            Matches.Add(phrases[i]);
            Matching[clauses.Length + i] = phrases[i].Length;
        }
    }

    public OwnerTexts Owner { get; }

    public IReadOnlyList<int[]> Phrases { get; }

    /// <summary>By clause, terms before phrases: in how many texts it occurs. One with only a stand-in counts half.</summary>
    public float[] Matching { get; }

    /// <summary>By clause that is no phrase: of its terms, each with what an occurrence counts; those that no text has are left out.</summary>
    public (TermPostings Postings, float Weight)[][] Postings { get; }

    /// <summary>The texts that have any clause, none that is gone.</summary>
    public NumberSet Matches { get; }

    public void Dispose() => Matches.Dispose();

    private void Cover(ClauseTerms[] clauses)
    {
        using var having = new NumberSet(Owner.Postings.Texts);
        var found = new List<(TermPostings, float)>();
        for (var i = 0; i < clauses.Length; i++)
        {
            found.Clear();
            var withTerm = 0;
            foreach (var (term, weight) in clauses[i].All)
            {
                var postings = Owner.Postings.Find(term);
                if (postings.Texts.Count == 0)
                    continue;
                found.Add((postings, weight));
                withTerm += term == clauses[i].Term ? postings.Present : 0;
            }

            Postings[i] = [.. found];
            if (found is [var (only, _)])
            {
                Matches.Add(only);
                Matching[i] = Halved(withTerm, only.Present);
            }
            else if (found.Count > 0)
            {
                foreach (var (postings, _) in found)
                    having.Add(postings);
                having.ExceptWith(Owner.Gone);
                Matching[i] = Halved(withTerm, having.Count);
                Matches.MoveFrom(having);
            }
        }

        Matches.ExceptWith(Owner.Gone);
    }

    /// <summary>Looks at the texts that came after the postings were made.</summary>
    private void LookAtUncovered(ClauseTerms[] clauses, QueryTerms terms)
    {
        var counts = new float[clauses.Length];
        for (var number = Owner.Postings.Texts; number < Owner.Numbers; number++)
        {
            if (Owner.Lengths[number] < 0)
                continue;
            Array.Clear(counts);
            terms.Count(Owner.Terms(number), Owner.Counts(number), counts);
            for (var i = 0; i < counts.Length; i++)
            {
                if (counts[i] == 0)
                    continue;
                Matches.Add(number);
                Matching[i] += Halved(clauses[i].Term is { } own && Owner.Terms(number).Contains(own) ? 1 : 0, 1);
            }
        }
    }

    private static float Halved(int withTerm, int withAny) => (withTerm + withAny) / 2f;
}
