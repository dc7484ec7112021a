using AgentMemory.Cli.Frame;
using AgentMemory.Tenancy;

namespace AgentMemory.Cli.Tokens;

/// <summary>Which token an argument means.</summary>
/// <param name="Token">Set when it is exactly one.</param>
/// <param name="Matches">All that it may mean.</param>
internal sealed record TokenSelection(AccessToken? Token, IReadOnlyList<AccessToken> Matches)
{
    /// <summary>A whole id or hash goes before the start of one.</summary>
    public static TokenSelection Of(string selector, IReadOnlyList<AccessToken> tokens)
    {
        selector = selector.Trim().ToLowerInvariant();
        if (selector.Length == 0)
            return new(null, []);
        if (tokens.FirstOrDefault(token => token.PublicId == selector || token.LookupId == selector) is { } exact)
            return new(exact, [exact]);
        AccessToken[] matches = [.. tokens.Where(token =>
            token.PublicId.StartsWith(selector, StringComparison.Ordinal)
            || token.LookupId.StartsWith(selector, StringComparison.Ordinal))];
        return new(matches is [var only] ? only : null, matches);
    }

    public void WriteProblem(bool asJson)
    {
        var ids = Matches.Select(token => token.PublicId);
        if (asJson)
        {
            JsonOutput.Write(Matches.Count == 0
                ? new { error = "Token not found" }
                : new { error = "Several tokens match", matches = ids });
            return;
        }
        Console.Error.WriteLine(Matches.Count == 0
            ? "agent-memory: Token not found; `agent-memory token list` lists them"
            : $"agent-memory: Several tokens match: {string.Join(", ", ids)}; give more of the id");
    }
}
