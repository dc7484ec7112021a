using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentMemory.Wire.Answers;

/// <summary>UTC with <c>Z</c>; a fraction of exactly six digits, or none when it is zero (spec 1.3, T46).</summary>
public sealed class TimestampConverter : JsonConverter<DateTimeOffset>
{
    private const string WholeSeconds = "yyyy-MM-ddTHH:mm:ssZ";
    private const string Microseconds = "yyyy-MM-ddTHH:mm:ss.ffffffZ";

    /// <summary>Quotes included.</summary>
    private const int MaximumLength = 29;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Requests are read by AgentMemory.Wire.Requests.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[MaximumLength];
        var utc = value.UtcDateTime;
        var hasFraction = utc.Ticks % TimeSpan.TicksPerSecond >= TimeSpan.TicksPerMicrosecond;
        text[0] = (byte)'"';
        utc.TryFormat(text[1..], out var length, hasFraction ? Microseconds : WholeSeconds, System.Globalization.CultureInfo.InvariantCulture);
        text[length + 1] = (byte)'"';
        writer.WriteRawValue(text[..(length + 2)], skipInputValidation: true);
    }
}
