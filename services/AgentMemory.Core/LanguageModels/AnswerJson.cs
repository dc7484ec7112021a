using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AgentMemory.LanguageModels;

/// <summary>
/// Reads the JSON object of a model's answer, which may stand in a code fence or in prose and have commas too many. An
/// object without its end was cut off and is never completed: what is missing is not known.
/// </summary>
public static class AnswerJson
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <returns><see langword="null"/> when the answer holds no whole object of that type.</returns>
    public static T? Read<T>(string answer, JsonTypeInfo<T> type)
        where T : class
    {
        for (var start = answer.IndexOf('{', StringComparison.Ordinal); start >= 0;)
        {
            // The first of a list's objects would pass for the whole answer.
            if (answer.AsSpan(0, start).TrimEnd().EndsWith("["))
                return null;
            // Nor does an object within one that was cut off stand for it.
            if (EndOf(answer, start) is not { } end)
                return null;
            if (Parse(answer.AsMemory(start, end - start), type) is { } value)
                return value;
            start = answer.IndexOf('{', end);
        }
        return null;
    }

    private static T? Parse<T>(ReadOnlyMemory<char> text, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            // Written anew, because the reader of types is strict.
            using var document = JsonDocument.Parse(text, Lenient);
            var strict = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(strict))
                document.WriteTo(writer);
            return JsonSerializer.Deserialize(strict.WrittenSpan, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <returns>The position after the brace that closes the one at <paramref name="start"/>.</returns>
    private static int? EndOf(string text, int start)
    {
        var depth = 0;
        var isQuoted = false;
        for (var position = start; position < text.Length; position++)
        {
            switch (text[position])
            {
                case '\\' when isQuoted:
                    position++;
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case '{' when !isQuoted:
                    depth++;
                    break;
                case '}' when !isQuoted && --depth == 0:
                    return position + 1;
            }
        }
        return null;
    }
}
