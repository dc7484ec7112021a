using System.Globalization;

namespace AgentMemory.Benchmarks.Servers;

/// <param name="Resident">MB of physical memory, mapped files included.</param>
/// <param name="Anonymous">MB of it that are the process's own.</param>
internal sealed record ProcessMemory(double Resident, double Anonymous)
{
    /// <returns><see langword="null"/> where the system has no <c>/proc</c>.</returns>
    public static ProcessMemory? Of(int processId)
    {
        var path = $"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/status";
        if (!File.Exists(path))
            return null;
        var lines = File.ReadAllLines(path);
        return new(Megabytes(lines, "VmRSS:"), Megabytes(lines, "RssAnon:"));
    }

    private static double Megabytes(string[] lines, string name)
    {
        var line = lines.First(line => line.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line[name.Length..^"kB".Length], CultureInfo.InvariantCulture) / 1024;
    }
}
