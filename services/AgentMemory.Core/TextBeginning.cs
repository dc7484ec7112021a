namespace AgentMemory;

/// <summary>The start of a text.</summary>
internal static class TextBeginning
{
    /// <param name="length">At most so many characters; one less where the cut would be between the halves of one.</param>
    public static string Beginning(this string text, int length) => text.Length <= length
        ? text
        : text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
