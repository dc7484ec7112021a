using AgentMemory.Search;

namespace AgentMemory.Tests.Search;

public sealed class QuestionReadingTests
{
    /// <summary>A Saturday.</summary>
    private static readonly DateOnly Today = new(2026, 11, 28);

    [Theory]
    [InlineData("Where was she last week?", "2026-11-16", "2026-11-22")]
    [InlineData("What happened yesterday?", "2026-11-27", "2026-11-27")]
    [InlineData("What did John host in May 2023?", "2023-05-01", "2023-05-31")]
    [InlineData("Who called on 31 July, 2023?", "2023-07-31", "2023-07-31")]
    [InlineData("Who called on May 3, 2023?", "2023-05-03", "2023-05-03")]
    [InlineData("Where did they live in 2019?", "2019-01-01", "2019-12-31")]
    [InlineData("What did she plant in the spring of 2022?", "2022-03-01", "2022-05-31")]
    public void Finds_the_days_that_are_named(string text, string first, string last)
    {
        var span = Assert.Single(TextQueryParser.ParseQuestion(text, Today).Dates);

        Assert.Equal((Day(first), Day(last), false), (span.First, span.Last, span.IsInAnyYear));
    }

    [Theory]
    [InlineData("Did they go camping in June?", "2021-06-15", Closeness.Within)]
    [InlineData("Did they go camping in June?", "2023-06-30", Closeness.Within)]
    [InlineData("Did they go camping in June?", "2023-07-08", Closeness.SoonAfter)]
    [InlineData("Did they go camping in June?", "2023-08-01", Closeness.Elsewhere)]
    [InlineData("What did he give her on 31 December?", "2024-01-04", Closeness.SoonAfter)]
    [InlineData("What did he give her on 31 December?", "2024-12-30", Closeness.Elsewhere)]
    public void A_date_without_a_year_is_of_any_year(string text, string day, Closeness closeness) =>
        Assert.Equal(closeness, Assert.Single(TextQueryParser.ParseQuestion(text, Today).Dates).To(Day(day)));

    [Theory]
    [InlineData("May I see her?")]
    [InlineData("What did she march for?")]
    [InlineData("How many chapters are there?")]
    public void Words_that_only_look_like_dates_are_none(string text) => Assert.Empty(TextQueryParser.ParseQuestion(text, Today).Dates);

    [Theory]
    [InlineData("When did she move?", true)]
    [InlineData("How long have they been friends?", true)]
    [InlineData("Which year was it?", true)]
    [InlineData("What date is the exam?", true)]
    [InlineData("How many friends has she?", false)]
    [InlineData("Where did she move?", false)]
    public void Knows_whether_a_time_is_asked_for(string text, bool asksWhen) =>
        Assert.Equal(asksWhen, TextQueryParser.ParseQuestion(text, Today).AsksWhen);

    [Fact]
    public void An_identifier_is_looked_for_as_a_whole_too()
    {
        var query = TextQueryParser.ParseQuestion("Who fixed JIRA-123's bug in user_id?", Today);

        Assert.Equal(["fixed", "jira", "123", "bug", "user", "id", "jira-123", "user_id"], query.Terms);
        Assert.Equal(["jira-123", "user_id"], QueryClauses.Of(query).Phrases);
    }

    [Fact]
    public void A_kind_stands_for_what_is_one_and_not_the_other_way_round()
    {
        Assert.Contains("spain", StandIns("Which countries did she visit?"));
        Assert.DoesNotContain("countri", StandIns("Did she like Spain?"));
        Assert.Contains("kid", StandIns("How many children has she?"));
        Assert.Contains("karat", StandIns("Which martial arts does he do?"));
        Assert.DoesNotContain("karat", StandIns("What art does she make?"));
    }

    [Fact]
    public void What_the_question_names_itself_stands_for_nothing() =>
        Assert.DoesNotContain("spain", StandIns("Which country did she visit, Spain or Italy?"));

    [Fact]
    public void A_long_text_is_looked_for_as_it_is() =>
        Assert.Empty(StandIns(string.Join(' ', Enumerable.Range(0, 40).Select(i => $"country{i} country"))
            + string.Join(' ', Enumerable.Range(0, 40).Select(i => $" word{i}"))));

    [Fact]
    public void Scripts_without_spaces_are_looked_for_pair_by_pair() => Assert.Equal(
        ["東京", "京タ", "タワ", "ワー"], QueryClauses.Of(TextQueryParser.ParseQuestion("東京タワー", Today)).Terms.Select(clause => clause.Term));

    private static IEnumerable<string> StandIns(string question) =>
        QueryClauses.Of(TextQueryParser.ParseQuestion(question, Today)).Terms.SelectMany(clause => clause.StandIns).Select(other => other.Term);

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
