using AgentMemory.Search;
using AgentMemory.Search.Analysis;

namespace AgentMemory.Tests.Search;

/// <summary>One text with one occurrence of one word, and what changes its score.</summary>
public sealed class RelevanceScoringTests
{
    private static readonly DateOnly Day = new(2023, 5, 8);
    private static readonly TextTraits Plain = new(null, false, false);

    [Fact]
    public void What_is_said_around_a_message_counts_less_than_what_it_says()
    {
        // Five messages of one session; the word is in the one in the middle.
        var texts = Enumerable.Range(0, 5).Select(i => new RankedText(10, Plain, Day, Around(i, 5))).ToArray();

        var scores = Scoring("river").Score(texts, [0, 0, 1, 0, 0]);

        Assert.All(scores, score => Assert.True(score > 0));
        Assert.Equal(2, Array.IndexOf(scores, scores.Max()));
        Assert.True(scores[3] > scores[1], "the message after is closer than the one before");
    }

    [Fact]
    public void Who_answers_says_what_was_asked()
    {
        RankedText[] texts =
        [
            new(10, Plain with { IsQuestion = true }, Day, TextContext.None with { After = 1 }),
            new(10, Plain, Day, TextContext.None with { Before = 0 }),
        ];

        var scores = Scoring("river").Score(texts, [1, 0]);

        Assert.InRange(scores[1], scores[0] * 0.7f, scores[0] * 1.1f);
    }

    [Fact]
    public void Who_speaks_in_the_message_before_is_not_what_it_says()
    {
        RankedText[] texts = [new(10, Plain with { Speaker = "ann" }, Day, TextContext.None), new(10, Plain, Day, TextContext.None with { Before = 0 })];

        Assert.Equal(0, Scoring("ann").Score(texts, [1, 0])[1]);
    }

    [Theory]
    [InlineData("Where does Ann live?", true)]
    [InlineData("Where do Ann and Bob live?", false)]
    [InlineData("Who lives there?", false)]
    public void What_the_one_person_named_says_counts_more(string question, bool favoured)
    {
        RankedText[] texts =
        [
            new(10, Plain with { Speaker = "ann" }, Day, TextContext.None), new(10, Plain with { Speaker = "bob" }, Day, TextContext.None),
        ];
        var scoring = Scoring(question);

        var scores = scoring.Score(texts, Enumerable.Repeat(1f, 2 * scoring.Clauses).ToArray());

        Assert.Equal(favoured, scores[0] > scores[1]);
    }

    [Fact]
    public void A_time_that_is_asked_for_and_a_day_that_is_named_count_more()
    {
        RankedText[] texts =
        [
            new(10, Plain, Day, TextContext.None), new(10, Plain with { TellsTime = true }, Day, TextContext.None),
            new(10, Plain, new(2020, 1, 1), TextContext.None),
        ];
        var scoring = Scoring("When did Ann swim in May 2023?");

        var scores = scoring.Score(texts, Enumerable.Repeat(1f, texts.Length * scoring.Clauses).ToArray());

        Assert.True(scores[1] > scores[0] && scores[0] > scores[2], string.Join(' ', scores));
    }

    private static TextContext Around(int i, int count) => new(
        i >= 2 ? i - 2 : -1, i >= 1 ? i - 1 : -1, i + 1 < count ? i + 1 : -1, i + 2 < count ? i + 2 : -1);

    private static Scored Scoring(string question)
    {
        var query = TextQueryParser.ParseQuestion(question, new(2026, 11, 28));
        var clauses = QueryClauses.Of(query);
        return new(new RelevanceScoring(query, clauses, [.. Enumerable.Repeat(2f, clauses.Count)], 10), clauses.Count);
    }

    private sealed record Scored(RelevanceScoring Scoring, int Clauses)
    {
        public float[] Score(RankedText[] texts, float[] counts) => Scoring.Score(texts, counts);
    }
}
