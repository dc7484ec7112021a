namespace AgentMemory.Hosting;

/// <summary>
/// The operator must change something before the program can run. Programs print each problem on a line of its own and end
/// with exit code 1, without a stack trace.
/// </summary>
public sealed class StartupException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public StartupException(string problem)
        : this([problem])
    {
    }

    /// <summary>Each names the variable or thing concerned and how to put it right.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
