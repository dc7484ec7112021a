using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AgentMemory.Tenancy.Tests.Requests;

/// <summary>What a caller gets to see.</summary>
internal sealed partial record Answer(int Status, string? ETag, string Text)
{
    /// <summary>Without what two runs of the same requests never share: made-up ids, the time of day, versions, and the
    /// numbers of events, of which each server has one series.</summary>
    public string Comparable()
    {
        var ids = new Dictionary<string, string>();
        var text = Ulids().Replace(Text, match =>
        {
            if (!ids.TryGetValue(match.Value, out var name))
                ids[match.Value] = name = string.Create(CultureInfo.InvariantCulture, $"ulid-{ids.Count}");
            return name;
        });
        text = Sequences().Replace(text, "\"$1\":0");
        text = Milliseconds().Replace(Times().Replace(text, "\"now\""), "\"now\":0");
        return $"{Status} {(ETag is null ? "" : "versioned")} {text}";
    }

    /// <summary>Which events there are, in no order; each by its kind and by what it is about where the test named that.</summary>
    public string ComparableEvents()
    {
        if (Status != 200)
            return Comparable();
        using var answer = JsonDocument.Parse(Text);
        var events = answer.RootElement.GetProperty("events").EnumerateArray().Select(entry =>
            $"{entry.GetProperty("kind")} {entry.GetProperty("session_id")} {Ulids().Replace(entry.GetProperty("memory_id").ToString(), "ulid")}");
        return string.Join('\n', events.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("[0-7][0-9A-HJKMNP-TV-Z]{25}")]
    private static partial Regex Ulids();

    /// <summary>Times of this year or later; those in the data are earlier.</summary>
    [GeneratedRegex(@"""20(?:2[6-9]|[3-9]\d)-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?Z""")]
    private static partial Regex Times();

    [GeneratedRegex(@"""(sequence|next)"":\d+")]
    private static partial Regex Sequences();

    [GeneratedRegex(@"""now"":\d+")]
    private static partial Regex Milliseconds();
}
