using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AgentMemory.Tenancy.Tests.Requests;

/// <summary>What a caller gets to see.</summary>
internal sealed partial record Answer(int Status, string? ETag, string Text)
{
    /// <summary>Without what two runs of the same requests never share: made-up ids, the time of day and versions, which
    /// are the numbers of their events.</summary>
    public string Comparable(bool rankedByWords)
    {
        var ids = new Dictionary<string, string>();
        var text = Ulids().Replace(Text, match =>
        {
            if (!ids.TryGetValue(match.Value, out var name))
                ids[match.Value] = name = string.Create(CultureInfo.InvariantCulture, $"ulid-{ids.Count}");
            return name;
        });
        text = Milliseconds().Replace(Times().Replace(text, "\"now\""), "\"now\":0");
        if (rankedByWords)
            text = WithoutWordScores(text);
        return $"{Status} {(ETag is null ? "" : "versioned")} {text}";
    }

    /// <summary>
    /// The lexical ranker weighs words by how rare they are in the whole store, so other tenants' texts move its scores and
    /// with them the order; what is found must not depend on them.
    /// </summary>
    private static string WithoutWordScores(string text)
    {
        if (JsonNode.Parse(text) is not JsonObject answer)
            return text;
        foreach (var list in new[] { "memories", "long_term_memories" })
        {
            if (answer[list] is not JsonArray hits)
                continue;
            foreach (var hit in hits.OfType<JsonObject>())
            {
                hit.Remove("dist");
                hit.Remove("score");
            }
            answer[list] = new JsonArray([.. hits.Select(hit => hit!.DeepClone()).OrderBy(hit => hit.ToJsonString(), StringComparer.Ordinal)]);
        }
        foreach (var message in (answer["messages"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var content = message["content"]!;
            content["text"] = string.Join('\n', content["text"]!.GetValue<string>().Split('\n').Order(StringComparer.Ordinal));
        }
        return answer.ToJsonString();
    }

    [GeneratedRegex("[0-7][0-9A-HJKMNP-TV-Z]{25}")]
    private static partial Regex Ulids();

    /// <summary>Times of this year or later; those in the data are earlier.</summary>
    [GeneratedRegex(@"""20(?:2[6-9]|[3-9]\d)-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?Z""")]
    private static partial Regex Times();

    [GeneratedRegex(@"""now"":\d+")]
    private static partial Regex Milliseconds();
}
