using System.Text.Json;
using AgentMemory.LanguageModels;

namespace AgentMemory.Tests.LanguageModels;

public sealed class AnswerJsonTests
{
    [Theory]
    [InlineData("""{"words":["a"]}""")]
    [InlineData("```json\n{\"words\":[\"a\"]}\n```")]
    [InlineData("Sure! Here it is:\n{\"words\": [\"a\",], }\nAnything else?")]
    [InlineData("Of the form {word}: {\"words\": [\"a\"]}")]
    [InlineData("{\"words\": [\"a\"] /* all of them */}")]
    public void An_object_is_found_in_what_surrounds_it(string answer) =>
        Assert.Equal(["a"], AnswerJson.Read(answer, WordsJson.Default.Words)!.Items);

    [Fact]
    public void Braces_and_quotes_within_text_are_text() => Assert.Equal(
        ["}\" {", "\\"], AnswerJson.Read("""{"words":["}\" {", "\\"]} and more""", WordsJson.Default.Words)!.Items);

    [Theory]
    [InlineData("")]
    [InlineData("I would rather not.")]
    [InlineData("""["a"]""")]
    [InlineData("""{"words":"a"}""")]
    [InlineData("""{"other":["a"]}""")]
    [InlineData("""{"words":null}""")]
    public void What_is_no_such_object_is_none(string answer) => Assert.Null(AnswerJson.Read(answer, WordsJson.Default.Words));

    [Theory]
    [InlineData("""{"words":["a","b""")]
    [InlineData("""{"words":["a","b"]""")]
    [InlineData("""{"outer":{"words":["a"]},"words":["b" """)]
    [InlineData("""[{"words":["a"]},{"words":["b"]}]""")]
    public void A_part_never_stands_for_the_whole(string answer) => Assert.Null(AnswerJson.Read(answer, WordsJson.Default.Words));

    [Fact]
    public void No_beginning_of_an_answer_is_taken_for_the_answer()
    {
        var whole = JsonSerializer.Serialize(new Words(["a {", "\"b\"", "[c]"]), WordsJson.Default.Words);

        for (var length = 0; length < whole.Length; length++)
            Assert.Null(AnswerJson.Read(whole[..length], WordsJson.Default.Words));
    }
}
