namespace AgentMemory.Tasks;

/// <summary>A task that an operator may queue by its name.</summary>
public sealed class TaskOnDemand
{
    /// <param name="prepare">What to queue for the arguments given.</param>
    internal TaskOnDemand(string name, string description, Func<TaskArguments, CancellationToken, Task<TaskRequest>> prepare) =>
        (Name, Description, Prepare) = (name, description, prepare);

    /// <summary>The <see cref="TaskRequest.Kind"/>.</summary>
    public string Name { get; }

    /// <summary>What the reference server calls it, where that differs.</summary>
    public string? OtherName { get; internal init; }

    /// <summary>What it does, for people.</summary>
    public string Description { get; }

    /// <summary>Arguments it needs.</summary>
    public IReadOnlyList<string> Required { get; internal init; } = [];

    /// <summary>Arguments it takes beside these.</summary>
    public IReadOnlyList<string> Optional { get; internal init; } = [];

    internal Func<TaskArguments, CancellationToken, Task<TaskRequest>> Prepare { get; }
}
