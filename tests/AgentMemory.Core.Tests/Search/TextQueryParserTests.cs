using AgentMemory.Search;
using FsCheck;
using FsCheck.Fluent;

namespace AgentMemory.Tests.Search;

[Trait("Spec", "6.2")]
public sealed class TextQueryParserTests
{
    [Theory]
    [InlineData("Oslo", "oslo")]
    [InlineData("  coffee,  tea! ", "coffee tea")]
    [InlineData("When did Caroline go to the support group?", "caroline go support group")]
    [InlineData("Melanie's pottery", "melanie pottery")]
    [InlineData("Melanie’s pottery", "melanie pottery")]
    [InlineData("I don't like rain", "like rain")]
    [InlineData("coffee Coffee COFFEE", "coffee")]
    [InlineData("Ærøskøbing café 東京 2024", "ærøskøbing café 東京 2024")]
    [InlineData("cafe\u0301", "cafe\u0301")]
    [InlineData("well-known snake_case", "well known snake case")]
    public void Reads_words(string text, string terms)
    {
        var query = TextQueryParser.Parse(text);

        Assert.Equal(terms.Split(' '), query.Terms);
        Assert.Empty(query.Phrases);
    }

    [Theory]
    [InlineData("who are you", "who are you")]
    [InlineData("To be or not to be", "to be or not")]
    public void Keeps_stop_words_when_nothing_else_would_remain(string text, string terms) =>
        Assert.Equal(terms.Split(' '), TextQueryParser.Parse(text).Terms);

    [Theory]
    [InlineData("\"the dark side\" moon")]
    [InlineData("moon “the dark side”")]
    [InlineData("moon „The Dark, side”")]
    public void Reads_quoted_parts_as_phrases_with_all_their_words(string text)
    {
        var query = TextQueryParser.Parse(text);

        Assert.Equal(["moon"], query.Terms);
        Assert.Equal(["the dark side"], query.Phrases);
    }

    [Fact]
    public void A_possessive_in_a_phrase_stays_as_the_text_has_it() =>
        Assert.Equal(["anna s book"], TextQueryParser.Parse("\"Anna's book\"").Phrases);

    [Fact]
    public void A_quote_that_is_never_closed_opens_no_phrase()
    {
        var query = TextQueryParser.Parse("a 27\" monitor");

        Assert.Equal(["27", "monitor"], query.Terms);
        Assert.Empty(query.Phrases);
    }

    [Fact]
    public void Stop_words_beside_a_phrase_leave_the_query()
    {
        var query = TextQueryParser.Parse("what is \"dark matter\"");

        Assert.Empty(query.Terms);
        Assert.Equal(["dark matter"], query.Phrases);
    }

    [Theory]
    [Trait("Trap", "T47")]
    [InlineData("")]
    [InlineData(" \t\n")]
    [InlineData("?!.,;")]
    [InlineData("\"\" '' “ ”")]
    [InlineData("🙂 🙃")]
    public void A_query_without_a_usable_word_is_empty(string text) => Assert.True(TextQueryParser.Parse(text).IsEmpty);

    [Fact]
    public void A_pasted_document_is_a_query_of_bounded_size()
    {
        var text = string.Join(' ', Enumerable.Range(0, 100_000).Select(i => $"word{i} \"phrase {i}\""));

        var query = TextQueryParser.Parse(text);

        Assert.Equal(128, query.Terms.Count);
        Assert.Equal(16, query.Phrases.Count);
    }

    [Fact]
    public void Any_text_is_read_into_lower_case_words_of_letters_digits_and_marks() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>(),
        text =>
        {
            var query = TextQueryParser.Parse(text ?? "");
            return query.Terms.All(term => term.Length > 0 && !term.Any(c => char.IsWhiteSpace(c) || c == '"'))
                && query.Phrases.All(phrase => phrase.Trim() == phrase && phrase.Length > 0);
        }).QuickCheckThrowOnFailure();
}
