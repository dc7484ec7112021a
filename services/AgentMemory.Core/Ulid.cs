namespace AgentMemory;

/// <summary>Ids the server makes: 26 upper-case Crockford base-32 characters, sortable by creation (spec 1.3).</summary>
public static class Ulid
{
    private static readonly UlidSequence System = new(TimeProvider.System);

    /// <summary>A new id, greater than every one this process made before.</summary>
    public static string New() => System.Next();
}
