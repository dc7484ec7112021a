namespace AgentMemory.Wire.Requests;

/// <summary>What holds for session, memory, message, namespace and user ids: any text of a sensible length.</summary>
public static class Identifier
{
    public const int MaximumLength = 512;

    /// <summary>Reports an id that is too long or that no store could keep; <paramref name="input"/> is its JSON text.</summary>
    public static string Check(string id, string input, Reading reading)
    {
        if (id.Length > MaximumLength)
            reading.Add("string_too_long", $"String should have at most {MaximumLength} characters", input, ("max_length", MaximumLength));
        return id;
    }
}
