using System.CommandLine;

namespace AgentMemory.Cli.Frame;

/// <summary>Asks before data goes.</summary>
internal static class Confirmation
{
    public static Option<bool> ForceOption() => new("--force", "-f") { Description = "Do not ask" };

    /// <param name="question">Ends with a question mark.</param>
    /// <returns><see langword="null"/> to go on, else the exit code to end with; the reason has been told.</returns>
    public static int? Refused(string question, bool isForced)
    {
        if (isForced)
            return null;
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
        {
            Console.Error.WriteLine($"agent-memory: {question} There is no terminal to ask on: add --force to go on unasked");
            return ExitCodes.Usage;
        }

        Console.Error.Write($"{question} [y/N] ");
        if (Console.In.ReadLine()?.Trim().ToLowerInvariant() is "y" or "yes")
            return null;
        Console.Error.WriteLine("Nothing was changed.");
        return ExitCodes.Failed;
    }
}
