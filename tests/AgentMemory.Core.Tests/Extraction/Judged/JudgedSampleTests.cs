using System.Globalization;
using System.Text.Json;
using AgentMemory.Extraction.Rules;
using AgentMemory.WorkingMemory;
using Xunit.Abstractions;

namespace AgentMemory.Tests.Extraction.Judged;

public sealed class JudgedSampleTests(ITestOutputHelper output)
{
    private const double MostJunk = 0.05;

    [Fact]
    public void Less_than_a_twentieth_of_the_memories_judged_by_hand_are_junk()
    {
        var junk = JudgedFact.All.Count(fact => fact.IsJunk);
        output.WriteLine($"{JudgedFact.All.Count} judged, {junk} junk: {junk / (double)JudgedFact.All.Count:P1}");

        Assert.True(JudgedFact.All.Count >= 200);
        Assert.All(JudgedFact.All, fact => Assert.Contains(fact.Verdict, new[] { "good", "junk" }));
        Assert.True(junk < MostJunk * JudgedFact.All.Count);
    }

    [LocomoFact]
    public void What_the_extractor_makes_of_the_judged_conversations_now_is_what_was_judged()
    {
        var judged = JudgedFact.All.Select(fact => fact.Conversation).ToHashSet();
        var facts = Facts(LocomoFactAttribute.File!).Where(fact => judged.Contains(fact.Conversation)).ToArray();
        var verdicts = facts.Select(fact => JudgedFact.All.FirstOrDefault(verdict => verdict.IsOf(fact.Conversation, fact.Turn,
            fact.Text))).ToArray();

        var good = verdicts.Count(verdict => verdict is { IsJunk: false });
        var junk = verdicts.Count(verdict => verdict is { IsJunk: true });
        output.WriteLine(
            $"{facts.Length} memories: {good} judged good, {junk} judged junk, {facts.Length - good - junk} not judged; "
            + $"{good + junk} of {JudgedFact.All.Count} verdicts still apply");

        Assert.NotEmpty(facts);
        Assert.True(facts.Length - good <= MostJunk * facts.Length,
            "Judge the new memories by hand and add them to locomo-sample.tsv");
    }

    /// <summary>Each turn by itself, said by its speaker at the time of its session.</summary>
    private static IEnumerable<(string Conversation, string Turn, string Text)> Facts(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        foreach (var sample in document.RootElement.EnumerateArray())
        {
            var conversation = sample.GetProperty("conversation");
            for (var number = 1; conversation.TryGetProperty($"session_{number}", out var turns); number++)
            {
                var time = DateTimeOffset.ParseExact(
                    conversation.GetProperty($"session_{number}_date_time").GetString()!, "h:mm tt 'on' d MMMM, yyyy",
                    CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
                foreach (var turn in turns.EnumerateArray())
                {
                    var message = new MemoryMessage
                    {
                        Id = turn.GetProperty("dia_id").GetString()!,
                        Role = turn.GetProperty("speaker").GetString()!,
                        Content = turn.GetProperty("text").GetString()!,
                        CreatedAt = time,
                    };
                    foreach (var memory in StatementExtractor.Extract([message]))
                        yield return (sample.GetProperty("sample_id").GetString()!, message.Id, memory.Text);
                }
            }
        }
    }
}
