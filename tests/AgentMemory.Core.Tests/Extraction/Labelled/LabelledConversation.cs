using System.Text.Json;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Tests.Extraction.Labelled;

/// <summary>A conversation of ours with what should become a memory of it, and what must not.</summary>
/// <param name="Messages">Pairs of role and text, all said on Wednesday, 11 March 2026.</param>
/// <param name="Facts">Key words of each memory that should come out.</param>
/// <param name="Allowed">Key words of memories that are true but need not come out.</param>
/// <param name="Never">Key words of memories that would be wrong.</param>
public sealed record LabelledConversation(
    string Name, string[][] Messages, string[][] Facts, string[][]? Allowed = null, string[][]? Never = null)
{
    private static readonly DateTimeOffset Said = new(2026, 3, 11, 15, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<LabelledConversation> All { get; } =
    [
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Extraction", "Labelled"),
            "*.json").Order(StringComparer.Ordinal)
            .SelectMany(file => JsonSerializer.Deserialize<LabelledConversation[]>(File.ReadAllText(file),
                JsonSerializerOptions.Web)!),
    ];

    public IReadOnlyList<MemoryMessage> Turns() =>
    [
        .. Messages.Select((message, index) => new MemoryMessage
        {
            Id = $"m{index}",
            Role = message[0],
            Content = message[1],
            CreatedAt = Said.AddMinutes(index),
        }),
    ];

    public bool Wants(string memory) => !Forbids(memory) && Facts.Concat(Allowed ?? []).Any(words => Says(memory, words));

    public bool Forbids(string memory) => (Never ?? []).Any(words => Says(memory, words));

    public static bool Says(string memory, string[] words) =>
        words.All(word => memory.Contains(word, StringComparison.OrdinalIgnoreCase));
}
