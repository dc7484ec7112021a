using AgentMemory.WorkingMemory;

namespace AgentMemory.Extraction.Rules;

/// <summary>What a message's author is called in what is made of it.</summary>
internal static class Speakers
{
    public const string User = "User";
    public const string Assistant = "Assistant";

    private const int LongestName = 40;

    /// <summary>
    /// The application's user is always <c>User</c>, never their given name. Another person's role is their name, where it can
    /// be one. <see langword="null"/> for text that nobody of the conversation said, or a tool did.
    /// </summary>
    public static string? Of(MemoryMessage message) => MessageSources.Of(message) switch
    {
        MessageSource.User => PersonOf(message.Role),
        MessageSource.Assistant => Assistant,
        _ => null,
    };

    /// <summary>Letters, and what joins the parts of a name.</summary>
    public static bool IsName(string role) =>
        role.Length is > 1 and <= LongestName && char.IsUpper(role[0])
        && role.All(c => char.IsLetter(c) || c is ' ' or '-' or '\'' or '’' or '.');

    private static string PersonOf(string role) => role.ToLowerInvariant() switch
    {
        "user" or "human" => User,
        // The role says the model spoke, its source says a person did.
        "assistant" or "ai" or "bot" or "model" or "system" or "developer" or "tool" or "function" => User,
        _ => IsName(role) ? role : User,
    };
}
