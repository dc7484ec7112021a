using AgentMemory.Errors;

namespace AgentMemory;

/// <summary>
/// What must hold of the stored version (<see cref="RecordVersion"/>) for a write to happen, checked in the same transaction
/// as the write.
/// </summary>
public readonly record struct WriteCondition
{
    private enum Rule { None, Exists, Absent, Version }

    private readonly Rule _rule;
    private readonly long _version;

    private WriteCondition(Rule rule, long version = 0) => (_rule, _version) = (rule, version);

    /// <summary>Write whatever is stored.</summary>
    public static WriteCondition None => default;

    /// <summary><c>If-Match: *</c></summary>
    public static WriteCondition MustExist { get; } = new(Rule.Exists);

    /// <summary><c>If-None-Match: *</c></summary>
    public static WriteCondition MustNotExist { get; } = new(Rule.Absent);

    /// <summary><c>If-Match: "version"</c></summary>
    public static WriteCondition Version(long version) => new(Rule.Version, version);

    /// <param name="stored">The stored version, <see langword="null"/> when nothing is stored.</param>
    /// <param name="what">Names the record in the message, such as <c>Session s1</c>.</param>
    /// <exception cref="VersionMismatchException">The condition does not hold.</exception>
    public void Demand(long? stored, string what)
    {
        var problem = _rule switch
        {
            Rule.Exists when stored is null => "does not exist",
            Rule.Absent when stored is not null => "exists already",
            Rule.Version when stored is null => "does not exist any more",
            Rule.Version when stored != _version => "was changed meanwhile",
            _ => null,
        };
        if (problem is not null)
            throw new VersionMismatchException($"{what} {problem}; read it again, reapply the change and send the new ETag");
    }
}
