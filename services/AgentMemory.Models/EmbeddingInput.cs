using System.Text;

namespace AgentMemory.Models;

/// <summary>Cuts texts to what a model reads.</summary>
public static class EmbeddingInput
{
    /// <summary>
    /// A token of ordinary text is at least three bytes of UTF-8 (English about four, Chinese three, numbers three), so a
    /// text within this budget is within the model's window; cutting a little early costs an embedding nothing.
    /// </summary>
    private const int BytesPerToken = 3;

    public static string Truncate(string text, int maximumTokens)
    {
        var budget = (long)maximumTokens * BytesPerToken;
        if (text.Length * 3L <= budget)
            return text;

        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            budget -= rune.Utf8SequenceLength;
            if (budget < 0)
                return text[..length];
            length += rune.Utf16SequenceLength;
        }
        return text;
    }

    public static int EstimateTokens(string text) => Encoding.UTF8.GetByteCount(text) / BytesPerToken + 1;
}
