using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Transports.Framing;

/// <summary>
/// Finds the id of a message that cannot be read whole, so that who waits for its answer gets the error and need not wait
/// for a time-out.
/// </summary>
internal static class FrameId
{
    private const int LongestText = 512;

    /// <returns>The default, which is written as <c>null</c>, when there is none before the place where reading fails.</returns>
    public static RequestId Find(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return default;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isId = reader.ValueTextEquals("id"u8);
                if (!reader.Read())
                    return default;
                if (isId)
                    return Value(ref reader);
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // The place where reading fails.
        }

        return default;
    }

    private static RequestId Value(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String when LongestText >= reader.ValueSpan.Length => new(reader.GetString()!),
        JsonTokenType.Number when reader.TryGetInt64(out var number) => new(number),
        _ => default,
    };
}
