using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Conformance.Search;

/// <summary>Questions: what is known of a text beside its words.</summary>
public abstract partial class MemorySearchIndexConformance
{
    private static TextQuery Question(string text) =>
        TextQueryParser.ParseQuestion(text, new DateOnly(2026, 1, 31)) with { Explains = true };

    private static MemoryRecord Turn(Owner owner, string id, string text, int minute = 0, string session = "s1") =>
        Samples.Record(owner, id, text) with
        {
            MemoryType = MemoryType.Message,
            SessionId = session,
            CreatedAt = Samples.Then.AddMinutes(minute),
        };

    private async Task<Dictionary<string, Candidate>> RelevantAsync(string question, MemoryFilter? filter = null)
    {
        var found = await Store.Search.MatchAsync(Everything, filter ?? MemoryFilter.None, Question(question), 1000, None);
        return found.Items.ToDictionary(item => item.Record.Id);
    }

    private static double Factor(Candidate found, string name) =>
        Math.Round(found.Explanation!.Factors.SingleOrDefault(factor => factor.Name == name)?.Value ?? 1, 4);

    [Fact]
    public async Task Words_of_a_like_meaning_are_found_and_weigh_less()
    {
        await UpsertAsync(
            Samples.Record(Ann, "spain", "We drove through Spain for three weeks"),
            Samples.Record(Ann, "country", "We saw a country in three weeks"),
            Samples.Record(Ann, "cat", "The cat slept for three days again"));

        Assert.Equal(["country", "spain"], await MatchIdsAsync(Question("Which countries did she visit?")));
        Assert.Equal(["country"], await MatchIdsAsync(Words("countries")));
        var found = await RelevantAsync("Which countries did she visit?");
        Assert.Equal(
            (1, 0.4), (found["country"].Explanation!.Words[0].Own, Math.Round(found["spain"].Explanation!.Words[0].Own, 4)));
    }

    [Fact]
    public async Task Texts_with_only_a_stand_in_count_half_in_the_weight_of_a_word()
    {
        await UpsertAsync(
            Samples.Record(Ann, "a", "one country"), Samples.Record(Ann, "b", "spain again"), Samples.Record(Ann, "c", "italy again"),
            Samples.Record(Ann, "d", "moon again"), Samples.Record(Bob, "e", "spain country"));

        var found = await Store.Search.MatchAsync(OnlyAnn, MemoryFilter.None, Question("country"), 1, None);

        // One of four texts has the word, three have it or a stand-in; all are of equal length.
        Assert.Equal(Bm25.Score(Bm25.Weight(4, 2), 1, 2, 2), Assert.Single(found.Items).Value, 1e-5);
        Assert.Equal(3, found.Total);
    }

    [Fact]
    public async Task What_the_one_speaker_said_whom_the_question_names_counts_more()
    {
        await UpsertAsync(
            Turn(Ann, "melanie", "Melanie: I painted a sunrise", session: "a"),
            Turn(Ann, "carol", "Carol: Melanie painted a sunrise", session: "b"),
            Samples.Record(Ann, "fact", "Melanie: painted a sunrise"));

        var one = await RelevantAsync("What has Melanie painted?");
        var both = await RelevantAsync("What have Melanie and Carol painted?");

        Assert.Equal((1.4, 1, 1), (Speaker(one["melanie"]), Speaker(one["carol"]), Speaker(one["fact"])));
        Assert.Equal((1, 1), (Speaker(both["melanie"]), Speaker(both["carol"])));

        static double Speaker(Candidate found) => Factor(found, "speaker");
    }

    [Fact]
    public async Task Texts_of_the_time_that_the_question_names_count_more()
    {
        await UpsertAsync(
            Samples.Record(Ann, "within", "painted a sunrise") with { EventDate = InMay(20) },
            Samples.Record(Ann, "after", "painted a sunrise") with { CreatedAt = InMay(31).AddDays(3) },
            Samples.Record(Ann, "elsewhere", "painted a sunrise"));

        var found = await RelevantAsync("What was painted in May 2023?");

        Assert.Equal([1.5, 1.2, 1], found.Values.Select(item => Factor(item, "date")));
        Assert.Equal(["within", "after", "elsewhere"], found.Keys);
    }

    [Fact]
    public async Task Texts_that_tell_a_time_count_more_when_one_is_asked_for()
    {
        await UpsertAsync(
            Samples.Record(Ann, "time", "painted a sunrise yesterday"), Samples.Record(Ann, "none", "painted a sunrise there"));

        Assert.Equal(["time", "none"], await MatchIdsAsync(Question("When was the sunrise painted?")));
        var when = await RelevantAsync("When was the sunrise painted?");
        var what = await RelevantAsync("Who painted the sunrise?");
        Assert.Equal((1.4, 1), (Factor(when["time"], "time"), Factor(when["none"], "time")));
        Assert.Equal(1, Factor(what["time"], "time"));
    }

    [Fact]
    public async Task Identifiers_are_looked_for_as_a_whole_too()
    {
        await UpsertAsync(
            Samples.Record(Ann, "apart", "In 123 cases JIRA was slow"),
            Samples.Record(Ann, "whole", "In cases of JIRA-123 was slow"),
            Samples.Record(Ann, "other", "In cases of JIRA-124 was slow"));

        Assert.Equal(["whole", "apart", "other"], await MatchIdsAsync(Question("What about JIRA-123?")));
    }

    [Fact]
    public async Task Scripts_without_spaces_are_found_inside_longer_texts()
    {
        await UpsertAsync(
            Samples.Record(Ann, "tower", "昨日は東京タワーへ行きました"), Samples.Record(Ann, "city", "東京に住んでいます"),
            Samples.Record(Ann, "cat", "猫が好きです"));

        Assert.Equal(["tower", "city"], await MatchIdsAsync(Question("東京タワー")));
        Assert.Equal(["cat"], await MatchIdsAsync(Question("猫が好き")));
    }

    [Fact]
    public async Task The_parts_of_an_explanation_add_up_to_the_score()
    {
        await UpsertAsync(
            Turn(Ann, "t1", "Ann: When did you paint the river in Spain?", 1), Turn(Ann, "t2", "Bob: I painted it in May, in two days", 2),
            Turn(Ann, "t3", "Ann: The river is beautiful", 3), Turn(Ann, "t4", "Bob: It is", 4));
        var query = Question("When did Bob paint \"the river\" of that country in December 2025?");

        var found = await Store.Search.MatchAsync(Everything, MemoryFilter.None, query, 10, None);
        var unexplained = await Store.Search.MatchAsync(Everything, MemoryFilter.None, query with { Explains = false }, 10, None);

        Assert.Equal(4, found.Items.Count);
        Assert.All(found.Items, item =>
        {
            var explanation = item.Explanation!;
            var sum = explanation.Factors.Aggregate(explanation.Words.Sum(word => word.Share), (score, factor) => score * factor.Value);
            Assert.Equal(item.Value, sum, 1e-4);
            Assert.Equal(item.Value, explanation.Relevance, 1e-4);
            Assert.NotEmpty(explanation.Words);
        });
        Assert.All(unexplained.Items, item => Assert.Null(item.Explanation));
        Assert.Equal(
            found.Items.Select(item => (item.Record.Id, item.Value)),
            unexplained.Items.Select(item => (item.Record.Id, item.Value)));
    }

    [Fact]
    public async Task A_literal_query_finds_the_words_themselves_alone()
    {
        await UpsertAsync(
            Turn(Ann, "t1", "Ann: Do you like the river in Spain?", 1), Turn(Ann, "t2", "Bob: Yes, I do like it there", 2),
            Turn(Ann, "t3", "Ann: So do I and the country", 3));

        var query = Words("river", "country") with { Explains = true };
        var found = await Store.Search.MatchAsync(Everything, MemoryFilter.None, query, 10, None);

        Assert.Equal(["t1", "t3"], found.Items.Select(item => item.Record.Id).Order());
        Assert.Equal(2, found.Total);
        Assert.All(found.Items, item => Assert.Null(item.Explanation));
        // Three texts, each word in one of them: 8, 7 and 7 terms.
        Assert.Equal(Bm25.Score(Bm25.Weight(3, 1), 1, 8, 22 / 3f), found.Items.Single(item => item.Record.Id == "t1").Value, 1e-5);
    }

    [Fact]
    public async Task The_limit_of_a_question_cuts_the_items_and_not_the_total()
    {
        await UpsertAsync([.. Enumerable.Range(0, 30).Select(i => Turn(Ann, $"t{i:00}", i % 10 == 5 ? "river" : "stone", i))]);

        var found = await Store.Search.MatchAsync(Everything, MemoryFilter.None, Question("river"), 4, None);

        Assert.Equal(15, found.Total);
        Assert.Equal((await MatchIdsAsync(Question("river")))[..4], found.Items.Select(item => item.Record.Id));
        Assert.Equal(["t05", "t15", "t25"], found.Items.Take(3).Select(item => item.Record.Id).Order());
    }
}
