using AgentMemory.Extraction.Rules;
using Xunit.Abstractions;

namespace AgentMemory.Tests.Extraction.Labelled;

public sealed class LabelledConversationTests(ITestOutputHelper output)
{
    [Fact]
    public void Nearly_all_memories_of_the_labelled_conversations_are_right_and_most_facts_are_found()
    {
        var (found, right, forbidden, expected, recalled) = (0, 0, 0, 0, 0);
        foreach (var conversation in LabelledConversation.All)
        {
            var memories = StatementExtractor.Extract(conversation.Turns()).Select(memory => memory.Text).ToArray();
            found += memories.Length;
            right += memories.Count(conversation.Wants);
            forbidden += memories.Count(conversation.Forbids);
            expected += conversation.Facts.Length;
            recalled += conversation.Facts.Count(fact => memories.Any(memory => LabelledConversation.Says(memory, fact)));
            foreach (var wrong in memories.Where(memory => !conversation.Wants(memory)))
                output.WriteLine($"wrong  {conversation.Name}: {wrong}");
            foreach (var missed in conversation.Facts.Where(fact => !memories.Any(memory => LabelledConversation.Says(memory,
                fact))))
                output.WriteLine($"missed {conversation.Name}: {string.Join(' ', missed)}");
        }

        var precision = right / (double)found;
        var recall = recalled / (double)expected;
        var junk = (found - right) / (double)found;
        output.WriteLine(
            $"{LabelledConversation.All.Count} conversations, {found} memories of {expected} facts: "
            + $"precision {precision:P1}, recall {recall:P1}, junk {junk:P1}, forbidden {forbidden}");

        Assert.True(LabelledConversation.All.Count >= 60);
        Assert.True(precision >= 0.97, $"precision {precision:P1}");
        Assert.True(recall >= 0.95, $"recall {recall:P1}");
        Assert.Equal(0, forbidden);
    }

    [Fact]
    [Trait("Trap", "T26")]
    public void No_memory_keeps_a_pronoun_of_the_speaker_or_a_time_relative_to_the_conversation()
    {
        string[] unresolved =
        [
            "i", "i'm", "me", "my", "mine", "we", "us", "our", "you", "your", "it", "this", "there", "yesterday", "today",
                "tomorrow", "tonight", "ago",
            "last", "next", "recently",
        ];
        foreach (var memory in LabelledConversation.All.SelectMany(conversation =>
            StatementExtractor.Extract(conversation.Turns())))
            Assert.DoesNotContain(memory.Text.ToLowerInvariant().Split(' ', '.', ',').FirstOrDefault(unresolved.Contains),
                unresolved);
    }

    [Fact]
    public void Every_memory_quotes_its_message_word_for_word_and_names_it()
    {
        foreach (var conversation in LabelledConversation.All)
        {
            var turns = conversation.Turns();
            foreach (var memory in StatementExtractor.Extract(turns))
            {
                var source = Assert.Single(turns, turn => turn.Id == Assert.Single(memory.Sources));
                Assert.Contains(memory.Quote!, source.Content, StringComparison.Ordinal);
                Assert.DoesNotContain(memory.Topics.Concat(memory.Entities), tag => tag.Contains(',', StringComparison.Ordinal));
            }
        }
    }
}
