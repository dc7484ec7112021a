using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace AgentMemory.Hosting.Settings;

/// <summary>Reads a file of plain settings: YAML by its extension <c>.yaml</c> or <c>.yml</c>, else JSON.</summary>
internal static class SettingsFile
{
    /// <exception cref="FormatException">It is not a mapping from names to plain values.</exception>
    public static Dictionary<string, string?> Parse(string path, TextReader reader) =>
        Path.GetExtension(path).ToLowerInvariant() is ".yaml" or ".yml" ? ParseYaml(reader) : ParseJson(reader.ReadToEnd());

    private static Dictionary<string, string?> ParseYaml(TextReader reader)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(reader);
        }
        catch (YamlException failure)
        {
            throw new FormatException($"line {failure.Start.Line} is not valid YAML", failure);
        }
        if (yaml.Documents.Count == 0)
            return [];
        if (yaml.Documents[0].RootNode is not YamlMappingNode root)
            throw new FormatException("it is not a list of name: value lines");
        return Collect(root.Children.Select(child => ((child.Key as YamlScalarNode)?.Value ?? "", Text(child.Value))));

        static string? Text(YamlNode node) => node switch
        {
            YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "~" or "null" } => null,
            YamlScalarNode scalar => scalar.Value,
            _ => throw new FormatException($"line {node.Start.Line} is not a plain value"),
        };
    }

    private static Dictionary<string, string?> ParseJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new FormatException("it is not a JSON object");
            return Collect(document.RootElement.EnumerateObject().Select(member => (member.Name, Text(member))));
        }
        catch (JsonException failure)
        {
            throw new FormatException($"line {failure.LineNumber + 1} is not valid JSON", failure);
        }

        static string? Text(JsonProperty member) => member.Value.ValueKind switch
        {
            JsonValueKind.Object or JsonValueKind.Array => throw new FormatException($"{member.Name} is not a plain value"),
            JsonValueKind.Null => null,
            JsonValueKind.String => member.Value.GetString(),
            _ => member.Value.GetRawText(),
        };
    }

    private static Dictionary<string, string?> Collect(IEnumerable<(string Name, string? Value)> settings)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in settings)
            values[name] = value;
        return values;
    }
}
