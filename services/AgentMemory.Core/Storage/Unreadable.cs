using System.Text.Json;

namespace AgentMemory.Storage;

public static class Unreadable
{
    /// <summary>Whether a failure of reading what is stored means that it holds what no version writes.</summary>
    public static bool Is(Exception failure) => failure is JsonException or FormatException or InvalidCastException
        or ArgumentOutOfRangeException or OverflowException;
}
