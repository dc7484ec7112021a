using System.CommandLine;
using AgentMemory.Cli.Frame;

namespace AgentMemory.Cli.Maintaining;

/// <summary><c>--batch-size</c>: how much one transaction takes, and so how long servers may wait for it.</summary>
internal static class BatchSizeOption
{
    private const int Largest = 100_000;

    public static Option<int> Create(string what) => new Option<int>("--batch-size")
    {
        Description = $"{what} per step",
        DefaultValueFactory = _ => 1000,
    }.Between(1, Largest);
}
