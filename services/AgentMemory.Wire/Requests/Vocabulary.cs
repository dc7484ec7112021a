using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Wire.Requests;

/// <summary>The wire names of a set of values, compared exactly.</summary>
public sealed class Vocabulary<T>(string errorType, params (string Name, T Value)[] entries) where T : struct
{
    /// <summary><c>enum</c> or <c>literal_error</c>.</summary>
    public string ErrorType { get; } = errorType;

    /// <summary>The names as an error message lists them: <c>'a', 'b' or 'c'</c>.</summary>
    public string Expected { get; } = string.Join(", ", entries[..^1].Select(entry => $"'{entry.Name}'")) + $" or '{entries[^1].Name}'";

    public T? Find(string? name)
    {
        foreach (var entry in entries)
        {
            if (entry.Name == name)
                return entry.Value;
        }

        return null;
    }
}

public enum ViewSource { LongTerm, WorkingMemory }

public enum Inclusion { Both, Neither, Left, Right }

public static class Vocabularies
{
    public static readonly Vocabulary<MemoryType> MemoryTypes = new("enum",
        ("episodic", MemoryType.Episodic), ("semantic", MemoryType.Semantic), ("message", MemoryType.Message));

    public static readonly Vocabulary<SearchMode> SearchModes = new("enum",
        ("semantic", SearchMode.Semantic), ("keyword", SearchMode.Keyword), ("hybrid", SearchMode.Hybrid));

    public static readonly Vocabulary<bool> Flags = new("literal_error", ("t", true), ("f", false));

    public static readonly Vocabulary<MessageSource> MessageSources = new("enum",
        ("user", MessageSource.User), ("assistant", MessageSource.Assistant), ("tool", MessageSource.Tool),
        ("recalled", MessageSource.Recalled), ("system", MessageSource.System));

    public static readonly Vocabulary<ViewSource> ViewSources = new("literal_error",
        ("long_term", ViewSource.LongTerm), ("working_memory", ViewSource.WorkingMemory));

    public static readonly Vocabulary<Inclusion> Inclusions = new("literal_error",
        ("both", Inclusion.Both), ("neither", Inclusion.Neither), ("left", Inclusion.Left), ("right", Inclusion.Right));
}
