using AgentMemory.WorkingMemory;
using AgentMemory.WorkingMemory.Summarization;
using FsCheck;
using FsCheck.Fluent;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.WorkingMemory.Summarization;

[Trait("Spec", "10.5")]
[Trait("Trap", "T22")]
public sealed class TranscriptTests
{
    private static readonly EstimatedTokenCounter Counter = new();

    [Fact]
    public void Whatever_the_sizes_everything_is_handed_out_once_in_order_and_within_the_limit()
    {
        var contents = Gen.Elements("a", "some words", "näher 😀 am Rand", new string('x', 300), string.Concat(Enumerable.Repeat("words and 😀 ", 40)));
        var conversations = Gen.NonEmptyListOf(contents).Select(list => list.ToArray()).ToArbitrary();
        var limits = Gen.Choose(6, 60).ToArbitrary();

        Prop.ForAll(conversations, limits, IsHandedOutWhole).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_part_ends_after_a_word()
    {
        var transcript = new Transcript([Message("m", string.Concat(Enumerable.Repeat("seven letters ", 20)))], Counter);

        while (!transcript.IsExhausted)
            Assert.EndsWith(" ", transcript.Take(20)[0].Content, StringComparison.Ordinal);
    }

    private static bool IsHandedOutWhole(string[] contents, int limit)
    {
        var messages = contents.Select((content, i) => Message($"m{i}", content)).ToArray();
        var transcript = new Transcript(messages, Counter);
        var parts = new List<MemoryMessage>();
        while (!transcript.IsExhausted)
        {
            var taken = transcript.Take(limit);
            Assert.NotEmpty(taken);
            Assert.True(MessageSelection.Tokens(taken, Counter) <= limit);
            parts.AddRange(taken);
        }

        Assert.All(parts, part => Assert.False(char.IsLowSurrogate(part.Content[0]) || char.IsHighSurrogate(part.Content[^1])));
        Assert.Equal(messages.Select(message => message.Id), parts.Select(part => part.Id).Distinct());
        return messages.All(message =>
            string.Concat(parts.Where(part => part.Id == message.Id).Select(part => part.Content)) == message.Content);
    }
}
