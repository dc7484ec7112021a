using AgentMemory.Extraction.Rules;

namespace AgentMemory.Tests.Extraction.Rules;

[Trait("Spec", "10.14")]
public sealed class RuleTaggerTests
{
    [Fact]
    public void Words_that_say_nothing_are_of_no_topic() =>
        Assert.Equal(["home"], RuleTagger.Of("User lives in Bergen", 5).Topics);

    [Fact]
    public void Topics_are_the_domains_of_the_words_the_most_frequent_first()
    {
        var tags = RuleTagger.Of("User's daughter plays the violin in an orchestra and loves concerts.", 5);

        Assert.Equal(["music", "family"], tags.Topics);
    }

    [Fact]
    public void There_are_no_more_topics_than_asked_for()
    {
        Assert.Single(RuleTagger.Of("User's dog travels by train to the hospital.", 1).Topics);
        Assert.Empty(RuleTagger.Of("User's dog travels by train to the hospital.", 0).Topics);
    }

    [Theory]
    [InlineData("User visited Anna Berg in New York on Monday.", "Anna Berg", "New York")]
    [InlineData("User works at the Bank of England.", "Bank of England")]
    [InlineData("User bought an iPhone 15 and a Fender Stratocaster.", "iPhone 15", "Fender Stratocaster")]
    [InlineData("Berlin is nice. User moved to Berlin in March 2026.", "Berlin")]
    [InlineData("User's mom met Leo's sister.", "Leo")]
    [InlineData("User met Anna, Ben and Carla.", "Anna", "Ben", "Carla")]
    public void Entities_are_names_as_they_are_written(string text, params string[] entities) =>
        Assert.Equal(entities, RuleTagger.Of(text, 5).Entities);

    [Theory]
    [InlineData("Yesterday was a good day. Nothing else happened.")]
    [InlineData("PLEASE STOP SHOUTING AT ME RIGHT NOW OKAY")]
    [InlineData("User's birthday is on 3 May.")]
    [InlineData("")]
    [InlineData("🙂, , ,")]
    public void A_capital_that_is_no_name_makes_no_entity(string text) => Assert.Empty(RuleTagger.Of(text, 5).Entities);

    [Fact]
    [Trait("Trap", "T25b")]
    public void No_tag_contains_a_comma() =>
        Assert.All(
            RuleTagger.Of("User paid 1,000 Euros to Acme,Inc and to Smith, Jones and Company in Rome, Italy.", 5).Entities,
            entity => Assert.DoesNotContain(",", entity, StringComparison.Ordinal));

    [Fact]
    public void Code_is_about_nothing() => Assert.Equal(Tags.None.Entities, RuleTagger.Of("```\nvar dog = new Dog(Rex);\n```",
        5).Entities);
}
