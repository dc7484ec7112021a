using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Search.Analysis;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Conformance.Search;

/// <summary>Which records a query that is not literal finds, and how it scores them: by looking at all of them.</summary>
/// <param name="stored">All records of the store, in the order in which they were first stored.</param>
internal sealed class RelevanceReference(IReadOnlyList<MemoryRecord> stored, AccessScope scope, MemoryFilter filter, TextQuery query)
{
    private static readonly int[] Places = [-2, -1, 1, 2];

    private readonly QueryClauses _clauses = QueryClauses.Of(query);

    /// <summary>Best first.</summary>
    public IReadOnlyList<(string Id, double Score)> Rank()
    {
        var ownersFilter = new MemoryFilter { Namespace = filter.Namespace, UserId = filter.UserId };
        var collection = stored.Where(record => scope.Contains(record.Owner) && ownersFilter.Admits(record)).ToList();
        var matching = collection.Where(record => filter.Admits(record) && Counts(record).Any(count => count > 0)).ToList();
        var around = matching.SelectMany(Around).OfType<MemoryRecord>().Where(filter.Admits).Except(matching).Distinct().ToList();
        List<MemoryRecord> all = [.. matching, .. around];
        var texts = all.ConvertAll(record =>
        {
            // What merely stands around a match is found by it alone.
            var others = matching.Contains(record) ? all : matching;
            var context = Around(record).Select(near => near is null || !others.Contains(near) ? -1 : all.IndexOf(near)).ToArray();
            return Text(record, new TextContext(context[0], context[1], context[2], context[3]));
        });
        var counts = all.SelectMany(Counts).ToList();
        foreach (var record in matching.Where(record => record.Context is not null && record.MemoryType != MemoryType.Message))
        {
            // What was said where it comes from is as if said before it.
            var said = Samples.Record(record.Owner, "said", record.Context) with { CreatedAt = record.CreatedAt, EventDate = record.EventDate };
            texts[all.IndexOf(record)] = Text(record, TextContext.None with { Before = texts.Count });
            texts.Add(Text(said, TextContext.None) with { Traits = default });
            counts.AddRange(Counts(said).Select((count, clause) => clause < _clauses.Terms.Count ? count : 0));
        }

        var scoring = new RelevanceScoring(
            query, _clauses, Weights(collection), Bm25.AverageLength(collection.Count, collection.Sum(record => Terms(record).Count)));
        var scores = scoring.Score(texts.ToArray(), counts.ToArray());
        return
        [
            .. Enumerable.Range(0, all.Count).Where(i => scores[i] > 0).OrderByDescending(i => scores[i])
                .ThenBy(i => stored.ToList().IndexOf(all[i])).Select(i => (all[i].Id, (double)scores[i])),
        ];
    }

    /// <summary>The messages two before, before, after and two after.</summary>
    private IEnumerable<MemoryRecord?> Around(MemoryRecord record)
    {
        if (record.MemoryType != MemoryType.Message || string.IsNullOrEmpty(record.SessionId))
            return [null, null, null, null];
        var session = stored.Where(other => other.MemoryType == MemoryType.Message && other.Owner == record.Owner
            && other.SessionId == record.SessionId).OrderBy(other => other.CreatedAt).ToList();
        var place = session.IndexOf(record);
        return Places.Select(step => session.ElementAtOrDefault(place + step < 0 ? session.Count : place + step));
    }

    private float[] Weights(List<MemoryRecord> collection)
    {
        var terms = collection.ConvertAll(record => Terms(record).ToHashSet());
        return
        [
            .. _clauses.Terms.Select(clause =>
            {
                var withTerm = terms.Count(text => text.Contains(clause.Term));
                var withAny = terms.Count(text =>
                    text.Contains(clause.Term) || clause.StandIns.Any(standIn => text.Contains(standIn.Term)));
                return Bm25.Weight(collection.Count, (withTerm + withAny) / 2f);
            }),
            .. _clauses.Phrases.Select(phrase => Bm25.Weight(collection.Count, collection.Count(record => Contains(record, phrase)))),
        ];
    }

    private float[] Counts(MemoryRecord record)
    {
        var counts = new float[_clauses.Count];
        foreach (var occurrences in Terms(record).GroupBy(term => term))
        {
            for (var i = 0; i < _clauses.Terms.Count; i++)
            {
                var (term, standIns) = _clauses.Terms[i];
                var weight = occurrences.Key == term ? 1 : standIns.FirstOrDefault(standIn => standIn.Term == occurrences.Key).Weight;
                counts[i] += weight * occurrences.Count();
            }
        }

        for (var i = 0; i < _clauses.Phrases.Count; i++)
            counts[_clauses.Terms.Count + i] = Contains(record, _clauses.Phrases[i]) ? 1 : 0;
        return counts;
    }

    private static bool Contains(MemoryRecord record, string phrase) =>
        TextAnalyzer.Terms(phrase) is { Count: > 0 } words
        && $" {string.Join(' ', Terms(record))} ".Contains($" {string.Join(' ', words)} ", StringComparison.Ordinal);

    private static RankedText Text(MemoryRecord record, TextContext context) => new(
        Terms(record).Count,
        TextTraits.Of(record.Text, record.MemoryType == MemoryType.Message, Terms(record).Any(term => TextTraits.IsTime(term))),
        DateOnly.FromDateTime((record.EventDate ?? record.CreatedAt).UtcDateTime),
        context);

    private static IReadOnlyList<string> Terms(MemoryRecord record) => TextAnalyzer.Terms(record.Text);
}
