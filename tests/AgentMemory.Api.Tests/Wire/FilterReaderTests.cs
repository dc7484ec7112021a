using AgentMemory.Search;
using AgentMemory.Wire.Requests;

namespace AgentMemory.Api.Tests.Wire;

[Trait("Spec", "5")]
public sealed class FilterReaderTests
{
    private const long Second = 1_000_000;
    private static readonly long Ten = Reader.Now.ToMicroseconds();

    private static MemoryFilter Filter(string member, string filter) =>
        Reader.Read($$"""{"{{member}}":{{filter}}}""", SearchReader.Read).Filter;

    private static string[] Refuse(string member, string filter) => Reader.Refuse($$"""{"{{member}}":{{filter}}}""", SearchReader.Read);

    [Fact, Trait("Trap", "T1")]
    public void All_asks_for_every_value() =>
        Assert.Equal(["a", "b"], Filter("topics", """{"all":["a","b"]}""").Topics!.AllOf.AsEnumerable());

    [Fact, Trait("Trap", "T2")]
    public void An_empty_string_asks_for_no_value_and_never_for_everything()
    {
        Assert.Equal([""], Filter("user_id", """{"eq":""}""").UserId!.AllOf.AsEnumerable());
        Assert.Equal([""], Filter("user_id", """{"any":[""]}""").UserId!.AnyOf.AsEnumerable());
    }

    [Theory, Trait("Trap", "T3")]
    [InlineData("{}")]
    [InlineData("""{"like":"x"}""")]
    [InlineData("""{"eq":null}""")]
    [InlineData("null")]
    public void An_empty_filter_restricts_nothing(string filter) => Assert.Same(MemoryFilter.None, Filter("user_id", filter));

    [Fact, Trait("Trap", "T3")]
    public void The_words_of_the_clients_are_understood()
    {
        Assert.Equal(["a", "b"], Filter("topics", """{"in_":["a","b"]}""").Topics!.AnyOf.AsEnumerable());
        Assert.Equal(["a"], Filter("user_id", """{"not_eq":"a"}""").UserId!.NoneOf.AsEnumerable());
        Assert.Equal(["a", "b"], Filter("topics", """{"not_in":["a"],"none":["b"]}""").Topics!.NoneOf.AsEnumerable());
        Assert.Equal("ws:", Filter("namespace", """{"startswith":"ws:"}""").Namespace!.Prefix);
    }

    [Fact, Trait("Trap", "T5")]
    public void A_filter_cannot_choose_another_field()
    {
        var filter = Filter("session_id", """{"field":"user_id","eq":"alice|bob"}""");
        Assert.Equal(["alice|bob"], filter.SessionId!.AllOf.AsEnumerable());
        Assert.Null(filter.UserId);
    }

    [Theory]
    [InlineData("""{"eq":"a","ne":"b"}""")]
    [InlineData("""{"any":["a"],"all":["b"]}""")]
    [InlineData("""{"any":[]}""")]
    [InlineData("""{"all":[]}""")]
    [InlineData("""{"startswith":""}""")]
    [InlineData("""{"startswith":"a","eq":"a"}""")]
    public void Operators_that_contradict_each_other_are_refused(string filter) =>
        Assert.All(Refuse("user_id", filter), error => Assert.Equal("value_error body.user_id", error));

    [Theory]
    [InlineData("\"alice\"", "model_attributes_type body.user_id")]
    [InlineData("""{"eq":1}""", "string_type body.user_id.eq")]
    [InlineData("""{"any":"a"}""", "list_type body.user_id.any")]
    public void A_filter_is_an_object_of_texts(string filter, string error) => Assert.Equal([error], Refuse("user_id", filter));

    [Fact]
    public void A_memory_type_must_exist() =>
        Assert.Equal(["value_error body.memory_type"], Refuse("memory_type", """{"eq":"preference"}"""));

    [Fact, Trait("Trap", "T4")]
    public void Both_bounds_of_a_range_hold()
    {
        var filter = Filter("created_at", """{"gte":"2026-01-31T10:00:00Z","lt":"2026-01-31T10:00:05Z"}""");
        Assert.Equal([TimeRange.AtLeast(Ten), TimeRange.AtMost(Ten + 5 * Second - 1)], filter.CreatedAt!.Within.AsEnumerable());
    }

    [Fact, Trait("Trap", "T6")]
    public void A_whole_second_equals_any_time_of_that_second_and_a_fraction_only_itself()
    {
        Assert.Equal([new TimeRange(Ten, Ten + Second - 1)], Filter("created_at", """{"eq":"2026-01-31T10:00:00"}""").CreatedAt!.Within.AsEnumerable());
        Assert.Equal([new TimeRange(Ten + 1, Ten + 1)], Filter("created_at", """{"eq":"2026-01-31T10:00:00.000001Z"}""").CreatedAt!.Within.AsEnumerable());
        Assert.Equal([new TimeRange(Ten, Ten + Second - 1)], Filter("created_at", """{"ne":"2026-01-31T10:00:00Z"}""").CreatedAt!.Without.AsEnumerable());
    }

    [Theory]
    [InlineData("both", 0, 0)]
    [InlineData("neither", 1, -1)]
    [InlineData("left", 0, -1)]
    [InlineData("right", 1, 0)]
    public void Between_includes_the_ends_it_says(string inclusive, int first, int last)
    {
        var filter = Filter("event_date", $$"""{"between":[1769853600,"2026-01-31T10:00:09Z"],"inclusive":"{{inclusive}}"}""");
        Assert.Equal([new TimeRange(Ten + first, Ten + 9 * Second + last)], filter.EventDate!.Within.AsEnumerable());
    }

    [Theory]
    [InlineData("""{"between":[1]}""", "value_error body.created_at")]
    [InlineData("""{"between":[1,2],"lte":3}""", "value_error body.created_at")]
    [InlineData("""{"between":[1,2],"ne":3}""", "value_error body.created_at")]
    [InlineData("""{"between":[1,"x"]}""", "datetime_from_date_parsing body.created_at.between.1")]
    [InlineData("""{"gte":true}""", "datetime_type body.created_at.gte")]
    [InlineData("""{"between":[1,2],"inclusive":"all"}""", "literal_error body.created_at.inclusive")]
    public void A_time_filter_that_makes_no_sense_is_refused(string filter, string error) =>
        Assert.Equal([error], Refuse("created_at", filter));
}
