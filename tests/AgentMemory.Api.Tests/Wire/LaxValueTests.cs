using AgentMemory.Wire.Requests;

namespace AgentMemory.Api.Tests.Wire;

[Trait("Spec", "1.2")]
public sealed class LaxValueTests
{
    [Theory]
    [InlineData("16000", 16000)]
    [InlineData("\"16000\"", 16000)]
    [InlineData("10.0", 10)]
    [InlineData("\"10.0\"", 10)]
    [InlineData("1e3", 1000)]
    [InlineData("\" 7 \"", 7)]
    [InlineData("true", 1)]
    public void An_integer_may_be_text_or_an_integral_float(string json, int expected) =>
        Assert.Equal(expected, Reader.Read($$"""{"n":{{json}}}""", body => (int?)body.Integer("n")));

    [Theory]
    [InlineData("10.5", "int_from_float body.n")]
    [InlineData("\"ten\"", "int_parsing body.n")]
    [InlineData("\"\"", "int_parsing body.n")]
    [InlineData("[]", "int_type body.n")]
    [InlineData("1e99", "less_than_equal body.n")]
    [InlineData("-3000000000", "greater_than_equal body.n")]
    public void What_is_no_integer_is_refused(string json, string error) =>
        Assert.Equal([error], Reader.Refuse($$"""{"n":{{json}}}""", body => (int?)body.Integer("n")));

    [Theory]
    [InlineData("true", true)]
    [InlineData("\"YES\"", true)]
    [InlineData("\"on\"", true)]
    [InlineData("1", true)]
    [InlineData("\"t\"", true)]
    [InlineData("false", false)]
    [InlineData("\"Off\"", false)]
    [InlineData("\"n\"", false)]
    [InlineData("0", false)]
    public void A_boolean_may_be_a_word_or_a_number(string json, bool expected) =>
        Assert.Equal(expected, Reader.Read($$"""{"b":{{json}}}""", body => (bool?)body.Boolean("b")));

    [Theory]
    [InlineData("\"maybe\"", "bool_parsing body.b")]
    [InlineData("\"\"", "bool_parsing body.b")]
    [InlineData("2", "bool_parsing body.b")]
    [InlineData("{}", "bool_type body.b")]
    public void What_is_no_boolean_is_refused(string json, string error) =>
        Assert.Equal([error], Reader.Refuse($$"""{"b":{{json}}}""", body => (bool?)body.Boolean("b")));

    [Theory]
    [InlineData("true", "datetime_type body.t")]
    [InlineData("\"soon\"", "datetime_from_date_parsing body.t")]
    [InlineData("1e300", "datetime_from_date_parsing body.t")]
    public void What_is_no_time_is_refused(string json, string error) =>
        Assert.Equal([error], Reader.Refuse($$"""{"t":{{json}}}""", body => (DateTimeOffset?)body.Time("t")));

    [Theory]
    [InlineData("1e999")]
    [InlineData("\"NaN\"")]
    [InlineData("\"Infinity\"")]
    public void A_number_is_finite(string json) =>
        Assert.Equal(["finite_number body.n"], Reader.Refuse($$"""{"n":{{json}}}""", body => (double?)body.Number("n")));

    [Fact]
    public void Null_counts_as_absent() => Assert.Null(Reader.Read("""{"n":null}""", body => body.Integer("n")));

    [Theory]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"a":"x\udc00y"}""")]
    [InlineData("""{"a":"\ud83d\u0041"}""")]
    [InlineData("""{"\ud800":1}""")]
    public void Half_a_character_is_no_text(string json) =>
        Assert.StartsWith("json_invalid", Reader.Refuse(json, body => body.Text("a")).Single(), StringComparison.Ordinal);

    [Fact]
    public void An_escaped_pair_is_one_character() =>
        Assert.Equal("😀\\ud800", Reader.Read("""{"a":"\ud83d\ude00\\ud800"}""", body => body.Text("a")));

    [Fact]
    public void The_character_zero_is_refused_by_the_name_of_the_field()
    {
        var error = Assert.Single(Reader.Errors("""{"text":"a\u0000b"}""", EditReader.Read));
        Assert.Equal("text", error.Location[^1].Name);
        Assert.Contains("U+0000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_names_many_mistakes_but_not_without_end()
    {
        var memories = string.Join(',', Enumerable.Repeat("{}", 1000));
        Assert.Equal(100, Reader.Errors($$"""{"memories":[{{memories}}]}""", body => CreateReader.Read(body, RecordReader.ReadCreated)).Count);
    }
}
