using System.Text.Json;
using AgentMemory.Events;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Tests.Extraction;

/// <summary>A recorded conversation after it went through the whole engine, a model giving the recorded answer.</summary>
/// <param name="Question">What the model was asked for the answer.</param>
/// <param name="Texts">Of the memories.</param>
/// <param name="Refused">How many items were refused, by reason.</param>
internal sealed record RecordedRun(
    RecordedConversation Conversation, ModelQuestion Question, string[] Texts, IReadOnlyDictionary<string, int> Refused)
{
    public string[] Right => [.. Texts.Intersect(Conversation.Facts)];

    /// <summary>A right memory that stands there twice is junk once.</summary>
    public string[] Junk
    {
        get
        {
            var junk = Texts.ToList();
            foreach (var right in Right)
                junk.Remove(right);
            return [.. junk];
        }
    }

    public string[] Missing => [.. Conversation.Facts.Except(Texts)];

    /// <summary>Right items of the answer that became no memory, such as those with a quote that the model put right.</summary>
    public string[] Lost => [.. Missing.Intersect(Conversation.Answer.Select(TextOf).OfType<string>())];

    public static async Task<RecordedRun> OfAsync(string strategy, RecordedConversation conversation)
    {
        var model = new RecordedModel(Answers.Nothing);
        await using var bench = new ExtractionEngine(model);
        var config = conversation.Config?.GetRawText() ?? "{}";
        MemoryMessage[] messages = [.. conversation.Messages.Select((message, index) => message.As($"id-{index + 1}"))];
        if (conversation.Earlier > 0)
        {
            await bench.PutAsync(strategy, config, messages[..conversation.Earlier]);
            await bench.ExtractAsync();
        }

        var before = model.Calls;
        model.Answer = _ => conversation.RawAnswer;
        await bench.PutAsync(strategy, config, messages);
        await bench.SettleAsync();

        var completed = await bench.EventsAsync(EventKinds.ExtractionCompleted);
        var refused = completed.SelectMany(entry => entry.Detail!.Value.GetProperty("refused").EnumerateObject())
            .ToDictionary(reason => reason.Name, reason => reason.Value.GetInt32());
        return new RecordedRun(conversation, Assert.Single(model.Questions.Skip(before)), await bench.TextsAsync(), refused);
    }

    private static string? TextOf(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;
}

/// <summary>The runs of each strategy, made once for all tests of a class.</summary>
public sealed class RecordedRuns
{
    private readonly Dictionary<string, IReadOnlyList<RecordedRun>> _runs = new(StringComparer.Ordinal);

    internal async Task<IReadOnlyList<RecordedRun>> OfAsync(string strategy)
    {
        if (!_runs.TryGetValue(strategy, out var runs))
        {
            var conversations = RecordedConversations.Read(strategy).Conversations;
            var made = new RecordedRun[conversations.Count];
            await Parallel.ForEachAsync(
                Enumerable.Range(0, made.Length), async (i, _) => made[i] = await RecordedRun.OfAsync(strategy, conversations[i]));
            _runs[strategy] = runs = made;
        }

        return runs;
    }
}
