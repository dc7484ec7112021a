using System.Text.Json;

namespace AgentMemory.Storage.Sqlite.Maintenance;

internal static class Unreadable
{
    /// <summary>Whether a failure of reading a row means that its columns hold what no version writes.</summary>
    public static bool Is(Exception failure) => failure is JsonException or FormatException or InvalidCastException
        or ArgumentOutOfRangeException or OverflowException;
}
