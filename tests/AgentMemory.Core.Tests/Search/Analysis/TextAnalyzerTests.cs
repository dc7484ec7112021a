using AgentMemory.Search.Analysis;

namespace AgentMemory.Tests.Search.Analysis;

public sealed class TextAnalyzerTests
{
    [Theory]
    [InlineData("Running, RUNS and ran!", "run run and run")]
    [InlineData("Melanie's children went camping", "melani child go camp")]
    [InlineData("the girls’ and Anna’s", "the girl and anna")]
    [InlineData("Café — naïve résumé", "cafe naiv resum")]
    [InlineData("order AB-12x of 2026-05-01", "order ab 12x of 2026 05 01")]
    [InlineData("東京 Łódź мир", "東京 łodz мир")]
    [InlineData("  …!? ", "")]
    public void Text_becomes_terms(string text, string terms) =>
        Assert.Equal(terms, string.Join(' ', TextAnalyzer.Terms(text)));

    [Fact]
    public void An_endless_word_is_known_by_its_beginning()
    {
        var term = Assert.Single(TextAnalyzer.Terms(new string('7', 100_000)));

        Assert.Equal(64, term.Length);
    }

    [Fact]
    public void Characters_outside_the_basic_plane_are_of_words_or_between_them()
    {
        Assert.Equal(["𠀋", "b"], TextAnalyzer.Terms("𠀋 😀 b"));
    }
}
