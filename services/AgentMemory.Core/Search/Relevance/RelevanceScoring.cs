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
        var named = SpeakerNamed(texts);
        var scores = new float[texts.Length];
        Span<float> context = stackalloc float[4];
        for (var i = 0; i < scores.Length; i++)
        {
            ref readonly var text = ref texts[i];
            var length = ContextWeights(texts, text, context);
            var score = 0f;
            for (var clause = 0; clause < clauses.Count; clause++)
            {
                var count = counts[i * clauses.Count + clause] + InContext(texts, counts, text, context, clause);
                if (count > 0)
                    score += Bm25.Score(clauseWeights[clause], count, length, averageLength);
            }

            scores[i] = score > 0 ? score * Speaker(text, named) * Time(text) * Date(text) : 0;
        }

        return scores;
    }

    /// <summary>How the score of one of the texts came about.</summary>
    public ScoreExplanation Explain(ReadOnlySpan<RankedText> texts, ReadOnlySpan<float> counts, int index)
    {
        ref readonly var text = ref texts[index];
        Span<float> context = stackalloc float[4];
        var length = ContextWeights(texts, text, context);
        var words = new List<WordShare>();
        for (var clause = 0; clause < clauses.Count; clause++)
        {
            var own = counts[index * clauses.Count + clause];
            var around = InContext(texts, counts, text, context, clause);
            if (own + around > 0)
            {
                var word = clause < clauses.Terms.Count ? clauses.Terms[clause].Term : clauses.Phrases[clause - clauses.Terms.Count];
                words.Add(new(word, own, around, Bm25.Score(clauseWeights[clause], own + around, length, averageLength)));
            }
        }

        ScoreFactor[] factors =
        [
            new("speaker", Speaker(text, SpeakerNamed(texts))), new("time", Time(text)), new("date", Date(text)),
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

    private float InContext(
        ReadOnlySpan<RankedText> texts, ReadOnlySpan<float> counts, in RankedText text, ReadOnlySpan<float> context, int clause)
    {
        var sum = 0f;
        for (var i = 0; i < context.Length; i++)
        {
            if (context[i] == 0)
                continue;
            var neighbour = Neighbour(text, i);
            var count = counts[neighbour * clauses.Count + clause];
            // Who speaks there is not what is said there.
            if (count > 0 && clause < clauses.Terms.Count && texts[neighbour].Traits.Speaker == clauses.Terms[clause].Term)
                count = Math.Max(0, count - 1);
            sum += context[i] * count;
        }

        return sum;
    }

    private static int Neighbour(in RankedText text, int place) => place switch
    {
        0 => text.Context.SecondBefore,
        1 => text.Context.Before,
        2 => text.Context.After,
        _ => text.Context.SecondAfter,
    };

    /// <summary>The speaker whom the query names, when it names exactly one.</summary>
    private string? SpeakerNamed(ReadOnlySpan<RankedText> texts)
    {
        string? named = null;
        foreach (ref readonly var text in texts)
        {
            if (text.Traits.Speaker is not { } speaker || speaker == named || !Names(speaker))
                continue;
            if (named is not null)
                return null;
            named = speaker;
        }

        return named;
    }

    private bool Names(string speaker)
    {
        foreach (var clause in clauses.Terms)
        {
            if (clause.Term == speaker)
                return true;
        }

        return false;
    }

    private float Speaker(in RankedText text, string? named) =>
        named is not null && text.Traits.Speaker == named ? _weights.Speaker : 1;

    private float Time(in RankedText text) => query.AsksWhen && text.Traits.TellsTime ? _weights.TellsTime : 1;

    private float Date(in RankedText text)
    {
        var closest = Closeness.Elsewhere;
        foreach (var span in query.Dates)
        {
            if (span.To(text.Day) is var closeness && closeness > closest)
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
