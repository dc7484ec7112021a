using AgentMemory.Extraction.Rules;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Tests.Extraction.Rules;

[Trait("Spec", "10.5")]
public sealed class ExtractiveSummaryTests
{
    private static readonly EstimatedTokenCounter Counter = new();

    private static readonly MemoryMessage[] Conversation =
    [
        Turn(0, "user", "Hi there! Thanks for helping."),
        Turn(1, "user", "I moved to Lisbon yesterday and I start at Siemens next Monday."),
        Turn(2, "assistant", "Great! How are you finding it?"),
        Turn(3, "user", "We decided to use PostgreSQL 17 for the billing service because of row level security."),
        Turn(4, "assistant", "Noted: the deadline for the billing service is 30 June 2026."),
        Turn(5, "tool", "{\"temperature\": 31, \"city\": \"Lisbon\"} was measured by the station at noon."),
        Turn(6, "user", "ok cool"),
    ];

    [Fact]
    public void Informative_sentences_stay_in_their_order_with_their_speaker_and_absolute_times()
    {
        var summary = Build(null, Conversation);

        Assert.Equal(
            """
            User: I moved to Lisbon on 10 March 2026 and I start at Siemens on 16 March 2026.
            User: We decided to use PostgreSQL 17 for the billing service because of row level security.
            Assistant: Noted: the deadline for the billing service is 30 June 2026.
            """.ReplaceLineEndings("\n"),
            summary);
    }

    [Fact]
    public void A_summary_of_a_summary_is_that_summary()
    {
        var once = Build(null, Conversation);

        Assert.Equal(once, Build(once, []));
        Assert.Equal(once, Build(once, Conversation));
    }

    [Fact]
    [Trait("Trap", "T23")]
    public void Nothing_new_keeps_the_previous_summary() =>
        Assert.Equal("User: I live in Oslo and work for the council.", Build("User: I live in Oslo and work for the council.",
            [Turn(0, "user", "ok thanks")]));

    [Fact]
    public void A_summary_written_by_something_else_is_kept_as_it_is()
    {
        const string Written = "The user plans a trip to Iceland in September 2026 with a budget of 2000 euros.";

        Assert.StartsWith(Written, Build(Written, Conversation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(25)]
    [InlineData(60)]
    [InlineData(400)]
    public void It_never_has_more_tokens_than_allowed_however_often_it_is_made(int maximum)
    {
        string? summary = null;
        for (var round = 0; round < 30; round++)
        {
            var turns = Enumerable.Range(0, 10)
                .Select(i => Turn(i, "Nadia",
                    $"On {i + 1} May I bought {round * 10 + i} paintings from Gallery Number{i} in Oslo."));
            summary = Build(summary, [.. turns], maximum);
            Assert.True(summary.Length == 0 || Counter.Count("", summary) <= maximum);
        }
    }

    [Fact]
    public void Of_too_many_sentences_the_most_telling_stay()
    {
        var summary = Build("User: I like it when things are somewhat nice.", Conversation, maximumTokens: 30);

        Assert.Equal("User: I moved to Lisbon on 10 March 2026 and I start at Siemens on 16 March 2026.", summary);
    }

    private static string Build(string? previous, MemoryMessage[] messages, int maximumTokens = 500) =>
        ExtractiveSummary.Build(previous, messages, maximumTokens, Counter);

    private static MemoryMessage Turn(int minute, string role, string text) => new()
    {
        Id = $"m{minute}",
        Role = role,
        Content = text,
        CreatedAt = new DateTimeOffset(2026, 3, 11, 15, minute, 0, TimeSpan.Zero),
    };
}
