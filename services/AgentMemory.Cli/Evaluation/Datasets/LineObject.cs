using System.Globalization;
using System.Text.Json;

namespace AgentMemory.Cli.Evaluation.Datasets;

/// <summary>An object in a file of lines. What it lacks is told with its line, and read as if it were absent.</summary>
/// <param name="path">In front of its members' names in problems: empty, or ending in a dot.</param>
internal sealed class LineObject(JsonElement value, string path, int line, LineProblems problems)
{
    /// <summary>Objects of a file, one a line; empty lines are passed over.</summary>
    public static IEnumerable<LineObject> ReadAll(FileInfo file, LineProblems problems)
    {
        var line = 0;
        foreach (var text in File.ReadLines(file.FullName))
        {
            line++;
            if (!string.IsNullOrWhiteSpace(text) && Parse(text, line, problems) is { } value)
                yield return new(value, "", line, problems);
        }
    }

    public bool Has(string name) => Find(name) is not null;

    public void Refuse(string member, string fix) => problems.Add(line, $"{path}{member}: {fix}");

    /// <summary>A member with another name is a mistyped one: it must not be passed over in silence.</summary>
    public void DemandKnown(params string[] names)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (!names.Contains(member.Name))
                Refuse(member.Name, $"is not known here; use {string.Join(", ", names)}");
        }
    }

    public LineObject? Object(string name)
    {
        if (Find(name) is not { } member)
            return null;
        if (member.ValueKind == JsonValueKind.Object)
            return new(member, $"{path}{name}.", line, problems);
        Refuse(name, "use an object");
        return null;
    }

    public string? RequiredText(string name)
    {
        if (!Has(name))
            Refuse(name, "is missing");
        return Text(name);
    }

    public string? Text(string name)
    {
        if (Find(name) is not { } member)
            return null;
        if (member.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(member.GetString()))
            return member.GetString();
        Refuse(name, "use a text that is not empty");
        return null;
    }

    public string? TextOrNumber(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : Text(name);

    public int? Integer(string name)
    {
        if (Find(name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt32(out var number))
            return number;
        Refuse(name, "use a whole number");
        return null;
    }

    /// <summary>ISO 8601; UTC where it has no offset.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Find(name) is not { } member)
            return null;
        if (member is { ValueKind: JsonValueKind.String } && DateTimeOffset.TryParse(
            member.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return time;
        Refuse(name, "use a time such as 2023-05-08T13:56:00Z");
        return null;
    }

    public IReadOnlyList<string>? Texts(string name)
    {
        if (Find(name) is not { } member)
            return null;
        if (member.ValueKind == JsonValueKind.Array
            && member.EnumerateArray().All(text => text.ValueKind == JsonValueKind.String && text.GetString()!.Length > 0))
            return [.. member.EnumerateArray().Select(text => text.GetString()!)];
        Refuse(name, "use a list of texts");
        return null;
    }

    /// <summary>Whole numbers, and null where something was not found.</summary>
    public IReadOnlyList<int?>? Ranks(string name)
    {
        if (Find(name) is { ValueKind: JsonValueKind.Array } member
            && member.EnumerateArray().All(rank => rank.ValueKind == JsonValueKind.Null
                || (rank.ValueKind == JsonValueKind.Number && rank.TryGetInt32(out _))))
            return [.. member.EnumerateArray().Select(Rank)];
        Refuse(name, "use a list of whole numbers and null");
        return null;
    }

    /// <summary>An object of numbers, in its order.</summary>
    public IReadOnlyDictionary<string, double>? Numbers(string name)
    {
        if (Find(name) is { ValueKind: JsonValueKind.Object } member
            && member.EnumerateObject().All(number => number.Value.ValueKind == JsonValueKind.Number))
        {
            var numbers = new OrderedDictionary<string, double>();
            foreach (var number in member.EnumerateObject())
                numbers[number.Name] = number.Value.GetDouble();
            return numbers;
        }
        Refuse(name, "use an object of numbers");
        return null;
    }

    private static int? Rank(JsonElement rank) => rank.ValueKind == JsonValueKind.Null ? null : rank.GetInt32();

    private static JsonElement? Parse(string text, int line, LineProblems problems)
    {
        try
        {
            var value = JsonElement.Parse(text);
            if (value.ValueKind == JsonValueKind.Object)
                return value;
            problems.Add(line, "is not an object; write one object per line");
        }
        catch (JsonException failure)
        {
            problems.Add(line, $"is not JSON; write one whole object per line ({failure.Message})");
        }
        return null;
    }

    /// <summary>null is as good as absent.</summary>
    private JsonElement? Find(string name) =>
        value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;
}
