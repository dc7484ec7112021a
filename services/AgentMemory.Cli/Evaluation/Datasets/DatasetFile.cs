using AgentMemory.Hosting;

namespace AgentMemory.Cli.Evaluation.Datasets;

/// <summary>Reads a data set in whichever of the two shapes it has: a list is LoCoMo's, objects line by line are ours.</summary>
internal static class DatasetFile
{
    /// <exception cref="StartupException">The file cannot be read, or has neither shape.</exception>
    public static Dataset Read(FileInfo file)
    {
        try
        {
            return FirstCharacter(file) switch
            {
                '[' => LocomoFile.Read(file),
                '{' => ItemFile.Read(file),
                null => throw new StartupException($"{file.Name} is empty; docs/evaluation.md says what belongs into it"),
                { } other => throw new StartupException(
                    $"{file.Name} begins with {other}: a list in LoCoMo's shape begins with [, lines of items and questions with "
                    + "{; see docs/evaluation.md"),
            };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{file.Name} cannot be read: {failure.Message}");
        }
    }

    private static char? FirstCharacter(FileInfo file)
    {
        using var reader = file.OpenText();
        while (reader.Read() is >= 0 and var next)
        {
            if (!char.IsWhiteSpace((char)next))
                return (char)next;
        }
        return null;
    }
}
