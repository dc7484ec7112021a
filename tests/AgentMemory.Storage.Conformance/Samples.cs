using System.Text.Json;
using AgentMemory.LongTermMemory;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Conformance;

/// <summary>Records and messages with every member set, or with none but the required ones.</summary>
public static class Samples
{
    /// <summary>A fixed moment with microseconds, before the clock of the tests starts.</summary>
    public static readonly DateTimeOffset Then = new DateTimeOffset(2025, 12, 31, 23, 59, 58, TimeSpan.Zero).AddMicroseconds(123_456);

    /// <summary>Texts that break careless encodings, quoting and separators.</summary>
    public static TheoryData<string> AwkwardTexts => new(
        "", " ", "Zażółć gęślą jaźń", "日本語のテキスト", "👩‍👩‍👧‍👦 family, é as e\u0301", "line\nbreak\r\n\ttab",
        "'; DROP TABLE messages; --", "\"quoted\" \\ back|slash, {brace} $1 %s", "\u0000 nul \u0001 control", "\u202Eright to left",
        new string('x', 300_000));

    public static JsonElement JsonObject(string json) => JsonDocument.Parse(json).RootElement;

    public static MemoryMessage Message(string id, string? content = null, string role = "user") =>
        new() { Id = id, Role = role, Content = content ?? $"Content of {id}", CreatedAt = Then };

    public static MemoryRecord Record(Owner owner, string id, string? text = null) => new()
    {
        Id = id,
        Text = text ?? $"Text of {id}",
        Namespace = owner.Namespace,
        UserId = owner.UserId,
        CreatedAt = Then,
        UpdatedAt = Then,
        LastAccessed = Then,
        MemoryType = MemoryType.Semantic,
    };

    public static MemoryRecord FullRecord(Owner owner, string id) => Record(owner, id, "Ann moved to Lyon in May") with
    {
        SessionId = "session 7",
        Slot = "home",
        Context = "Where do you live now?\nI moved to Lyon in May.",
        Pinned = true,
        AccessCount = 42,
        Topics = ["travel", "Travel", "a|b", "star*", "say \"hi\"", "it's", "two words", "żółw", "日本"],
        Entities = ["Lyon", "O'Brien & Sons", "a:b/c", "100%"],
        DiscreteMemoryExtracted = true,
        MemoryType = MemoryType.Episodic,
        PersistedAt = Then.AddSeconds(3),
        ExtractedFrom = ["m1", "m 2"],
        EventDate = Then.AddDays(-30),
        ExtractionStrategy = "custom",
        ExtractionStrategyConfig = JsonObject("""{"custom_prompt": "List facts", "deep": {"n": [1, 2.5, null, true]}}"""),
        Metadata = JsonObject("""{"source": "crm", "unicode": "żółw 日本", "nested": {"a": [{}]}}"""),
        LastAccessed = Then.AddHours(2),
        UpdatedAt = Then.AddHours(1),
    };
}
