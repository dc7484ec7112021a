using AgentMemory.Cli.Evaluation.Datasets;
using AgentMemory.Cli.Evaluation.Measuring;
using AgentMemory.Hosting;

namespace AgentMemory.Cli.Evaluation.Logs;

/// <summary>Reads what <see cref="QuestionLog"/> wrote, but for what was returned.</summary>
internal static class QuestionLogFile
{
    /// <exception cref="StartupException">It cannot be read, or is no such log.</exception>
    public static IReadOnlyList<QuestionResult> Read(FileInfo file)
    {
        var problems = new LineProblems(file.Name);
        var results = new List<QuestionResult>();
        var seen = new HashSet<(string, int)>();
        try
        {
            foreach (var line in LineObject.ReadAll(file, problems))
            {
                var result = Read(line);
                if (!seen.Add((result.Conversation, result.Number)))
                    line.Refuse("number", $"{result.Number} of {result.Conversation} is there already; use the log of one run");
                results.Add(result);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{file.Name} cannot be read: {failure.Message}");
        }
        problems.ThrowIfAny();
        return results.Count > 0
            ? results
            : throw new StartupException($"{file.Name} has no questions; use a file that --log wrote");
    }

    private static QuestionResult Read(LineObject line)
    {
        var category = line.TextOrNumber("category");
        return new(
            line.RequiredText("conversation") ?? "", line.Integer("number") ?? 0,
            category is null ? null : new(category, line.Text("category_name")), line.RequiredText("question") ?? "",
            line.Texts("evidence") ?? [], [], line.Ranks("ranks") ?? [],
            line.Numbers("metrics") ?? new Dictionary<string, double>());
    }
}
