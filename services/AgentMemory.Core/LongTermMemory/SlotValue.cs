using System.Globalization;
using System.Text.Json;

namespace AgentMemory.LongTermMemory;

/// <summary>Since when a record of a slot says what it says: what decides which of several values holds now.</summary>
/// <remarks>
/// Not since when there is a record of it: sessions are extracted in any order, and a merged record keeps the age of its oldest.
/// </remarks>
public static class SlotValue
{
    /// <summary>Member of the metadata: ISO 8601 in UTC.</summary>
    public const string AsOf = "as_of";

    public static string Write(DateTimeOffset since) => since.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    /// <returns>What its metadata say; else when it happened, else when it was written.</returns>
    public static DateTimeOffset HoldsSince(MemoryRecord record) =>
        record.Metadata.ValueKind == JsonValueKind.Object && record.Metadata.TryGetProperty(AsOf, out var since)
        && since.ValueKind == JsonValueKind.String && since.TryGetDateTimeOffset(out var time)
            ? time
            : record.EventDate ?? record.CreatedAt;
}
