namespace AgentMemory.Maintenance.Reference;

/// <summary>What a key of the reference's database holds, as it is kept there.</summary>
/// <param name="Key">As Redis has it.</param>
public abstract record ReferenceItem(string Key);

/// <param name="IdOfKey">The part of the key behind the index prefix.</param>
/// <param name="Fields">Of the hash, without its vector; absent ones are not in it.</param>
public sealed record ReferenceMemory(string Key, string IdOfKey, IReadOnlyDictionary<string, string> Fields) : ReferenceItem(Key);

/// <param name="Name">The key behind <c>working_memory:</c>.</param>
/// <param name="Json">Of a RedisJSON document, or of a legacy string.</param>
/// <param name="ExpiresIn">What is left of the key's TTL; <see langword="null"/> when it has none.</param>
public sealed record ReferenceSession(string Key, string Name, string Json, TimeSpan? ExpiresIn) : ReferenceItem(Key);

/// <param name="ViewId">Of the key.</param>
public sealed record ReferenceView(string Key, string ViewId, string Json) : ReferenceItem(Key);

/// <param name="ViewId">Of the key.</param>
public sealed record ReferencePartition(string Key, string ViewId, string Json) : ReferenceItem(Key);

public sealed record ReferenceToken(string Key, string Json) : ReferenceItem(Key);

/// <summary>Something that is not taken over.</summary>
public sealed record ReferenceLeftover(string Key, LeftoverKind Kind) : ReferenceItem(Key);

/// <summary>A key of a known kind that does not hold what such keys hold.</summary>
public sealed record ReferenceUnreadable(string Key, ReferenceKind Kind, string Reason) : ReferenceItem(Key);

/// <summary>What is taken over, or told of.</summary>
public enum ReferenceKind { Session, Memory, View, Partition, Token }

public enum LeftoverKind
{
    /// <summary>The state of a task, kept for seven days.</summary>
    Task,

    /// <summary>Of the task queue.</summary>
    Queue,

    /// <summary>Counters, timers and lists of ids.</summary>
    Internal,

    /// <summary>Sessions of versions that kept them as lists. The reference itself does not read them any more.</summary>
    Obsolete,

    /// <summary>Not of the reference server.</summary>
    Foreign,
}
