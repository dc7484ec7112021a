using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AgentMemory.Tests.Extraction;

/// <summary>Writes answers of models.</summary>
internal static partial class Answers
{
    public const string Nothing = """{"memories":[]}""";

    /// <summary>A fact as models are asked to give it.</summary>
    public static JsonObject Fact(string text, string quote, params string[] sources) => new()
    {
        ["type"] = "semantic",
        ["text"] = text,
        ["topics"] = new JsonArray(),
        ["entities"] = new JsonArray(),
        ["event_date"] = null,
        ["sources"] = new JsonArray([.. sources.Select(source => (JsonNode)source)]),
        ["quote"] = quote,
    };

    public static string Of(params JsonNode?[] items) => new JsonObject { ["memories"] = new JsonArray(items) }.ToJsonString();

    /// <summary>For each message that is to be extracted, the fact that it was said.</summary>
    public static string OneFactPerMessage(ModelQuestion question) => Of(
        [.. Labels(question).Select(line => (JsonNode)Fact($"User said {line.Text}", line.Text, line.Label))]);

    /// <summary>The messages that are to be extracted, as the model sees them.</summary>
    public static IReadOnlyList<(string Label, string Text)> Labels(ModelQuestion question) =>
    [
        .. Line().Matches(question.Input[question.Input.IndexOf("<messages>", StringComparison.Ordinal)..])
            .Select(match => (match.Groups["label"].Value, match.Groups["text"].Value)),
    ];

    [GeneratedRegex(@"^\[(?<label>m\d+)\] \S+ \S+ UTC \(\w+\) [^:]+: (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
