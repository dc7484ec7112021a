using AgentMemory.Search.Analysis;

namespace AgentMemory.Tests.Search.Analysis;

public sealed class TextTraitsTests
{
    [Theory]
    [InlineData("Caroline: I went to Oslo", "carolin")]
    [InlineData("user: hello", "user")]
    [InlineData("Mary Ann: hello", "mari")]
    [InlineData("Note to self, which is long enough: no name", null)]
    [InlineData("https://example.com", null)]
    [InlineData("10:30 at the station", null)]
    [InlineData("I went to Oslo", null)]
    [InlineData(": nothing", null)]
    public void A_message_may_begin_with_who_says_it(string text, string? speaker)
    {
        Assert.Equal(speaker, TextTraits.Of(text, isMessage: true, tellsTime: false).Speaker);
        Assert.Null(TextTraits.Of(text, isMessage: false, tellsTime: false).Speaker);
    }

    [Theory]
    [InlineData("How are you?", true)]
    [InlineData("元気ですか？ ", true)]
    [InlineData("How are you? I am well.", false)]
    public void A_text_that_ends_with_a_question_asks(string text, bool asks) =>
        Assert.Equal(asks, TextTraits.Of(text, isMessage: true, tellsTime: false).IsQuestion);

    [Theory]
    [InlineData("I went yesterday", true)]
    [InlineData("It was in 2022", true)]
    [InlineData("On the 3rd", true)]
    [InlineData("Two weeks ago", true)]
    [InlineData("I have 2500 books", false)]
    [InlineData("A bowl of soup", false)]
    public void A_text_may_tell_a_time(string text, bool tells) =>
        Assert.Equal(tells, TextAnalyzer.Terms(text).Any(term => TextTraits.IsTime(term)));
}
