namespace AgentMemory.Search;

/// <summary>
/// Scores texts by a query that is not literal, the same for every store: BM25 over a text's words and, less, those of the messages
/// around it (a message is found by its conversation), times factors for who says it, whether it tells a time that is asked for, and
/// whether it is from the time that the question names.
/// </summary>
/// <param name="clauses">The query's.</param>
/// <param name="clauseWeights">Of each term, then of each phrase (<see cref="Bm25.Weight"/>).</param>
/// <param name="averageLength">Of the texts of the owners searched.</param>
public sealed class RelevanceScoring(
    TextQuery query, QueryClauses clauses, IReadOnlyList<float> clauseWeights, float averageLength, RelevanceWeights? weights = null)
{
    private readonly RelevanceWeights _weights = weights ?? RelevanceWeights.Default;

    /// <param name="texts">Those to score, and the ones that are context only.</param>
    /// <param name="counts">By text, then by clause: occurrences of the term, each of a stand-in by its weight; 1 for a phrase.</param>
    /// <returns>Scores beside <paramref name="texts"/>; 0 for what has nothing of the query in it nor around it.</returns>
    public float[] Score(ReadOnlySpan<RankedText> texts, ReadOnlySpan<float> counts)
    {
        var speakers = Speakers(texts);
        var named = TheOnlyOne(speakers);
        var scores = new float[texts.Length];
        Span<float> context = stackalloc float[4];
        var around = new float[clauses.Count];
        for (var i = 0; i < scores.Length; i++)
        {
            ref readonly var text = ref texts[i];
            var length = ContextWeights(texts, text, context);
            CountAround(text, counts, speakers, context, around);
            var own = counts.Slice(i * around.Length, around.Length);
            var score = 0f;
            for (var clause = 0; clause < around.Length; clause++)
            {
                var count = own[clause] + around[clause];
                if (count > 0)
                    score += Bm25.Score(clauseWeights[clause], count, length, averageLength);
            }

            scores[i] = score > 0 ? score * Speaker(speakers[i], named) * Time(text) * Date(text) : 0;
        }

        return scores;
    }

    /// <summary>How the score of one of the texts came about.</summary>
    public ScoreExplanation Explain(ReadOnlySpan<RankedText> texts, ReadOnlySpan<float> counts, int index)
    {
        ref readonly var text = ref texts[index];
        var speakers = Speakers(texts);
        Span<float> context = stackalloc float[4];
        var length = ContextWeights(texts, text, context);
        var around = new float[clauses.Count];
        CountAround(text, counts, speakers, context, around);
        var words = new List<WordShare>();
        for (var clause = 0; clause < around.Length; clause++)
        {
            var own = counts[index * around.Length + clause];
            if (own + around[clause] > 0)
            {
                var word = clause < clauses.Terms.Count ? clauses.Terms[clause].Term : clauses.Phrases[clause - clauses.Terms.Count];
                words.Add(new(
                    word, own, around[clause], Bm25.Score(clauseWeights[clause], own + around[clause], length, averageLength)));
            }
        }

        ScoreFactor[] factors =
        [
            new("speaker", Speaker(speakers[index], TheOnlyOne(speakers))), new("time", Time(text)), new("date", Date(text)),
        ];
        return new(
            words, [.. factors.Where(factor => factor.Value != 1)],
            factors.Aggregate(words.Sum(word => word.Share), (score, factor) => score * factor.Value));
    }

    /// <summary>Weights of the neighbours, in the order of <see cref="TextContext"/>; 0 where there is none.</summary>
    /// <returns>The mean length of the text and its context, each by its weight: what is said around it makes no text longer.</returns>
    private float ContextWeights(ReadOnlySpan<RankedText> texts, in RankedText text, Span<float> context)
    {
        var (secondBefore, before, after, secondAfter) = text.Context;
        context[0] = secondBefore < 0 ? 0 : _weights.SecondBefore;
        context[1] = before < 0 ? 0 : texts[before].Traits.IsQuestion ? _weights.BeforeAsking : _weights.Before;
        context[2] = after < 0 ? 0 : _weights.After;
        context[3] = secondAfter < 0 ? 0 : _weights.SecondAfter;
        float length = text.Length, weight = 1;
        for (var i = 0; i < context.Length; i++)
        {
            if (context[i] == 0)
                continue;
            length += context[i] * texts[Neighbour(text, i)].Length;
            weight += context[i];
        }

        return length / weight;
    }

    /// <param name="around">Takes, by clause, what the neighbours have of it, each by its weight.</param>
    private static void CountAround(
        in RankedText text, ReadOnlySpan<float> counts, ReadOnlySpan<int> speakers, ReadOnlySpan<float> context, Span<float> around)
    {
        around.Clear();
        for (var i = 0; i < context.Length; i++)
        {
            if (context[i] == 0)
                continue;
            var neighbour = Neighbour(text, i);
            var theirs = counts.Slice(neighbour * around.Length, around.Length);
            for (var clause = 0; clause < around.Length; clause++)
            {
                // Who speaks there is not what is said there.
                var count = clause == speakers[neighbour] ? Math.Max(0, theirs[clause] - 1) : theirs[clause];
                around[clause] += context[i] * count;
            }
        }
    }

    private static int Neighbour(in RankedText text, int place) => place switch
    {
        0 => text.Context.SecondBefore,
        1 => text.Context.Before,
        2 => text.Context.After,
        _ => text.Context.SecondAfter,
    };

    /// <summary>By text, the clause that names its speaker; -1 when none does.</summary>
    private int[] Speakers(ReadOnlySpan<RankedText> texts)
    {
        var speakers = new int[texts.Length];
        var (last, clause) = ((string?)null, -1);
        for (var i = 0; i < texts.Length; i++)
        {
            if (texts[i].Traits.Speaker is var speaker && speaker != last)
                (last, clause) = (speaker, speaker is null ? -1 : ClauseOf(speaker));
            speakers[i] = clause;
        }

        return speakers;
    }

    private int ClauseOf(string term)
    {
        for (var clause = 0; clause < clauses.Terms.Count; clause++)
        {
            if (clauses.Terms[clause].Term == term)
                return clause;
        }

        return -1;
    }

    /// <summary>The clause of the speaker whom the query names, when it names exactly one; else -1.</summary>
    private static int TheOnlyOne(ReadOnlySpan<int> speakers)
    {
        var named = -1;
        foreach (var speaker in speakers)
        {
            if (speaker < 0 || speaker == named)
                continue;
            if (named >= 0)
                return -1;
            named = speaker;
        }

        return named;
    }

    private float Speaker(int speaker, int named) => named >= 0 && speaker == named ? _weights.Speaker : 1;

    private float Time(in RankedText text) => query.AsksWhen && text.Traits.TellsTime ? _weights.TellsTime : 1;

    private float Date(in RankedText text)
    {
        var closest = Closeness.Elsewhere;
        // An enumerator for each text would be much to throw away.
        for (var i = 0; i < query.Dates.Count; i++)
        {
            if (query.Dates[i].To(text.Day) is var closeness && closeness > closest)
                closest = closeness;
        }

        return closest switch
        {
            Closeness.Within => _weights.WithinDates,
            Closeness.SoonAfter => _weights.SoonAfterDates,
            _ => 1,
        };
    }
}
