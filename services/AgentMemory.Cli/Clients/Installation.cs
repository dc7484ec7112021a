using System.Text.Json.Nodes;
using AgentMemory.Cli.Frame;

namespace AgentMemory.Cli.Clients;

/// <summary>One server's entry on its way into one client's configuration.</summary>
internal sealed class Installation(McpClientProgram client, string name, JsonObject entry)
{
    /// <summary>The entry where it belongs, and nothing else.</summary>
    public int Print()
    {
        Console.Out.WriteLine(ConfigurationFile.Format(Alone()));
        return ExitCodes.Ok;
    }

    /// <summary>Returns the exit code; what happened has been told.</summary>
    public int Into(ConfigurationFile file, bool isDryRun, bool isForced)
    {
        var change = ConfigurationChange.Of(file, client.Servers, name, entry);
        if (change.IsNone)
        {
            Console.Out.WriteLine($"{client.Title} has {name} already: {file.Path}");
            return ExitCodes.Ok;
        }
        if (!file.IsPlain)
        {
            Console.Error.WriteLine(
                $"agent-memory: {file.Path} has comments or trailing commas, which writing it would lose. Add this yourself:");
            Print();
            return ExitCodes.Failed;
        }
        if (isDryRun)
            return Describe(file, change);
        var question = $"{file.Path} has another {name} (--dry-run shows both). Replace it?";
        if (change.Before is not null && Confirmation.Refused(question, isForced) is { } refused)
            return refused;

        change.ApplyTo(file, client.Servers, name);
        file.Write();
        Console.Out.WriteLine($"{client.Title} has {name} now: {file.Path}");
        if (file.Exists)
            Console.Out.WriteLine($"The file as it was: {file.BackupPath}");
        Console.Out.WriteLine($"Restart {client.Title}, or let it reload its servers.");
        WarnOfToken(file);
        return ExitCodes.Ok;
    }

    private int Describe(ConfigurationFile file, ConfigurationChange change)
    {
        Console.Out.WriteLine($"{file.Path} would be {(file.Exists ? "changed" : "created")}, under \"{client.Servers}\":");
        WriteLines('-', change.Before);
        WriteLines('+', change.After);
        WarnOfToken(file);
        return ExitCodes.Ok;
    }

    private void WriteLines(char sign, JsonNode? value)
    {
        if (value is null)
            return;
        var named = new JsonObject { [name] = value.DeepClone() };
        foreach (var line in ConfigurationFile.Format(named).Split('\n')[1..^1])
            Console.Out.WriteLine($"{sign} {line.TrimEnd('\r')}");
    }

    private void WarnOfToken(ConfigurationFile file)
    {
        if (entry["headers"] is not null || entry["env"]?["AGENT_MEMORY_TOKEN"] is not null)
            Console.Error.WriteLine($"agent-memory: the token stands in {file.Path} as plain text: share and commit it with nobody");
    }

    private JsonObject Alone() => new() { [client.Servers] = new JsonObject { [name] = entry.DeepClone() } };
}
