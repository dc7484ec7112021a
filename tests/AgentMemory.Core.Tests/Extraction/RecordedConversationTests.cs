using System.Globalization;
using AgentMemory.WorkingMemory;
using Xunit.Abstractions;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.Extraction;

/// <summary>Each strategy over recorded conversations: it asks what is recorded, and makes of the answer what it should.</summary>
[Trait("Spec", "10.6")]
public sealed class RecordedConversationTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("discrete", 1.0, 1.0)]
    [InlineData("preferences", 1.0, 0.8)]
    [InlineData("summary", 1.0, 1.0)]
    [InlineData("custom", 1.0, 1.0)]
    public async Task A_strategy_keeps_what_is_said_and_refuses_what_the_model_made_up(
        string strategy, double leastPrecision, double leastRecall)
    {
        var (right, kept, facts, offered) = (0, 0, 0, 0);
        foreach (var conversation in RecordedConversations.Read(strategy).Conversations)
        {
            var model = new RecordedModel(conversation.RawAnswer);
            await using var bench = new ExtractionEngine(model);
            await bench.PutAsync(strategy, conversation.Config?.GetRawText() ?? "{}", MessagesOf(conversation));
            await bench.ExtractAsync();

            var texts = await bench.TextsAsync();
            foreach (var junk in texts.Except(conversation.Facts))
                output.WriteLine($"  junk in \"{conversation.Name}\": {junk}");
            foreach (var missing in conversation.Facts.Except(texts))
                output.WriteLine($"  missing in \"{conversation.Name}\": {missing}");
            right += texts.Intersect(conversation.Facts).Count();
            kept += texts.Length;
            facts += conversation.Facts.Count;
            offered += conversation.Answer.Count;
        }

        var (precision, recall) = ((double)right / kept, (double)right / facts);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{strategy}: precision {precision:P0}, recall {recall:P0}, junk {1 - precision:P0}; {kept} memories of {offered} items"));
        Assert.True(precision >= leastPrecision, $"precision {precision:P0}");
        Assert.True(recall >= leastRecall, $"recall {recall:P0}");
    }

    [Theory]
    [InlineData("discrete")]
    [InlineData("preferences")]
    [InlineData("summary")]
    [InlineData("custom")]
    public async Task A_strategy_asks_what_is_recorded(string strategy)
    {
        var conversations = RecordedConversations.Read(strategy).Conversations;
        foreach (var conversation in conversations)
        {
            var model = new RecordedModel(Answers.Nothing);
            await using var bench = new ExtractionEngine(model);
            await bench.PutAsync(strategy, conversation.Config?.GetRawText() ?? "{}", MessagesOf(conversation));
            await bench.ExtractAsync();

            var question = Assert.Single(model.Questions);
            if (conversation == conversations[0])
                Assert.Equal(RecordedConversations.Instructions(strategy), question.Instructions);
            Assert.Equal(conversation.Input, question.Input.TrimEnd('\n').Split('\n'));
        }
    }

    private static MemoryMessage[] MessagesOf(RecordedConversation conversation) =>
    [
        .. conversation.Messages.Select((message, index) => Message($"id-{index + 1}", message.Content, message.Role) with
        {
            CreatedAt = message.At,
        }),
    ];
}
