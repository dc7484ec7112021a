using System.Text.Json;
using System.Text.RegularExpressions;

namespace AgentMemory.Mcp.Tests.Parity;

/// <summary>What an operation came to, in a form in which two servers can be compared.</summary>
/// <param name="Status">An HTTP status; of MCP the one its refusal names.</param>
/// <param name="Answer">The answer, or the words of the refusal.</param>
internal sealed partial record Outcome(int Status, string Answer)
{
    /// <summary>Without what is made up, or written later and in batches.</summary>
    public static string Comparable(string json) => Counts().Replace(Ulids().Replace(Canonical(json), "ulid"), "\"access_count\":0");

    private static string Canonical(string json) => JsonSerializer.Serialize(JsonElement.Parse(json));

    [GeneratedRegex("[0-7][0-9A-HJKMNP-TV-Z]{25}")]
    private static partial Regex Ulids();

    [GeneratedRegex(@"""access_count"":\d+")]
    private static partial Regex Counts();
}
