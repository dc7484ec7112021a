using AgentMemory.Hosting;

namespace AgentMemory.Cli.Evaluation.Datasets;

/// <summary>What is wrong in a file of lines: the first few, so that one reading mends several.</summary>
internal sealed class LineProblems(string file)
{
    private const int MostTold = 10;

    private readonly List<string> _told = [];
    private int _count;

    /// <param name="problem">Names the member and the fix.</param>
    public void Add(int line, string problem)
    {
        if (_count++ < MostTold)
            _told.Add($"{file}, line {line}: {problem}");
    }

    /// <exception cref="StartupException">There are any.</exception>
    public void ThrowIfAny()
    {
        if (_count > MostTold)
            _told.Add($"{file}: and {_count - MostTold} more");
        if (_count > 0)
            throw new StartupException(_told);
    }
}
