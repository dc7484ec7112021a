namespace AgentMemory.Cli.Evaluation.Reporting;

/// <summary>Columns of numbers, aligned to the right, and a last one of text.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    public static void Write(TextWriter output, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        IReadOnlyList<string>[] lines = [headings, .. rows];
        var widths = Enumerable.Range(0, headings.Count - 1).Select(column => lines.Max(line => line[column].Length)).ToArray();
        foreach (var line in lines)
            output.WriteLine(string.Join(Gap, [.. widths.Select((width, column) => line[column].PadLeft(width)), line[^1]]));
    }
}
