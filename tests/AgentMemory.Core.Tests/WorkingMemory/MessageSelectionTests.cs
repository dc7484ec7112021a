using AgentMemory.WorkingMemory;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.WorkingMemory;

[Trait("Spec", "2.3")]
public sealed class MessageSelectionTests
{
    private static readonly EstimatedTokenCounter Counter = new();

    private static readonly MemoryMessage[] Shuffled =
        [Message("c", "third", minute: 3), Message("a", "first", minute: 1), Message("b", "second", minute: 2)];

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(-1)]
    public void Without_a_positive_limit_the_stored_list_is_returned_in_stored_order(int? limit) =>
        Assert.Same(Shuffled, MessageSelection.Newest(Shuffled, limit));

    [Fact]
    public void The_newest_are_chosen_by_time_and_returned_oldest_first() =>
        Assert.Equal(["b", "c"], MessageSelection.Newest(Shuffled, 2).Select(message => message.Id));

    [Fact]
    public void A_limit_above_the_count_still_sorts_by_time() =>
        Assert.Equal(["a", "b", "c"], MessageSelection.Newest(Shuffled, 10).Select(message => message.Id));

    [Fact]
    public void A_chronological_list_within_the_limit_is_returned_itself()
    {
        MemoryMessage[] chronological = [Message("a", "1", minute: 1), Message("b", "2", minute: 2)];

        Assert.Same(chronological, MessageSelection.Newest(chronological, 2));
    }

    [Fact]
    public void Messages_of_one_time_keep_their_stored_order()
    {
        MemoryMessage[] messages = [Message("z", "1", minute: 5), Message("x", "2"), Message("y", "3")];

        Assert.Equal(["x", "y", "z"], MessageSelection.Newest(messages, 3).Select(message => message.Id));
    }

    [Fact]
    public void Oldest_messages_are_dropped_until_the_rest_fits()
    {
        // "user: " and 6 characters are 3 tokens each.
        MemoryMessage[] messages = [Message("a", "aaaaaa"), Message("b", "bbbbbb"), Message("c", "cccccc")];

        var fitting = MessageSelection.Fitting(messages, 6, Counter, out var tokens);

        Assert.Equal(["b", "c"], fitting.Select(message => message.Id));
        Assert.Equal(6, tokens);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(-5)]
    public void The_newest_message_stays_however_small_the_limit(int limit)
    {
        var fitting = MessageSelection.Fitting(Shuffled, limit, Counter, out _);

        Assert.Equal("b", Assert.Single(fitting).Id);
    }

    [Fact]
    public void A_session_that_fits_is_returned_itself()
    {
        Assert.Same(Shuffled, MessageSelection.Fitting(Shuffled, 1_000, Counter, out var tokens));
        Assert.Equal(MessageSelection.Tokens(Shuffled, Counter), tokens);
    }

    [Fact]
    public void No_messages_have_no_tokens()
    {
        Assert.Empty(MessageSelection.Fitting([], 10, Counter, out var tokens));
        Assert.Equal(0, tokens);
    }
}
