using System.Text.Json;
using System.Text.Json.Serialization;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Tests.Extraction;

/// <summary>
/// Conversations with what a model is asked about them and an answer to it. Conversations and answers are of our own writing,
/// no model was asked: the answers make the mistakes that models of all sizes make. One file per strategy in <c>Recorded</c>,
/// the instructions beside it.
/// </summary>
internal sealed record RecordedConversations(string Strategy, IReadOnlyList<RecordedConversation> Conversations)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public static RecordedConversations Read(string strategy) =>
        JsonSerializer.Deserialize<RecordedConversations>(File.ReadAllText(PathOf(strategy + ".json")), Format)!;

    /// <summary>The instructions, as they are sent at the time the tests run at.</summary>
    public static string Instructions(string strategy) => File.ReadAllText(PathOf(strategy + ".prompt.txt")).TrimEnd('\n');

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Extraction", "Recorded", file);
}

/// <param name="Input">What the model is given beside the instructions, by lines.</param>
/// <param name="Answer">The items it answers with.</param>
/// <param name="Facts">Texts of the memories that should come out; all others are junk.</param>
/// <param name="Junk">Texts of wrong memories that come out all the same, because no check can tell.</param>
/// <param name="Prose">What it writes before and after the items.</param>
/// <param name="Earlier">How many of the messages were extracted before.</param>
internal sealed record RecordedConversation(
    string Name, JsonElement? Config, IReadOnlyList<RecordedMessage> Messages, IReadOnlyList<string> Input,
    IReadOnlyList<JsonElement> Answer, IReadOnlyList<string> Facts, IReadOnlyList<string>? Junk, IReadOnlyList<string>? Prose,
    int Earlier = 0)
{
    public string RawAnswer
    {
        get
        {
            var json = $$"""{"memories":[{{string.Join(',', Answer.Select(item => item.GetRawText()))}}]}""";
            return Prose is null ? json : Prose[0] + json + Prose[1];
        }
    }
}

/// <param name="Source">Its <c>metadata.source</c>.</param>
internal sealed record RecordedMessage(string Role, string Content, DateTimeOffset At, string? Source)
{
    public MemoryMessage As(string id) => Records.Message(id, Content, Role) with
    {
        CreatedAt = At,
        Metadata = Source is null ? null : JsonSerializer.SerializeToElement(new { source = Source }),
    };
}
