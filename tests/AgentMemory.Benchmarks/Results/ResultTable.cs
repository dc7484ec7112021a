using System.Globalization;
using System.Text;
using AgentMemory.Benchmarks.Load;
using AgentMemory.Benchmarks.Servers;

namespace AgentMemory.Benchmarks.Results;

/// <summary>The measurements as the Markdown that docs/performance.md includes.</summary>
internal sealed class ResultTable
{
    private readonly List<(string Name, int Clients, Measurement Measurement)> _rows = [];
    private readonly List<(string Name, string Value)> _facts = [];

    public void Add(string name, int clients, Measurement measurement) => _rows.Add((name, clients, measurement));

    public void Add(string name, string value) => _facts.Add((name, value));

    public void AddMemory(int processId, string when)
    {
        if (ProcessMemory.Of(processId) is { } memory)
            Add($"Resident memory, {when}", $"{memory.Resident:N0} MB, of it {memory.Anonymous:N0} MB anonymous");
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        var columns = _rows.Select(row => row.Clients).Distinct().Order().ToArray();
        text.Append("| What |");
        foreach (var clients in columns)
            text.Append(CultureInfo.InvariantCulture, $" {(clients == 1 ? "One client" : $"{clients} clients")}: p50 / p99 ms | per second |");
        text.AppendLine();
        text.AppendLine("|---|" + string.Concat(Enumerable.Repeat("---|---|", columns.Length)));
        foreach (var row in _rows.GroupBy(row => row.Name))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row.Key} |");
            foreach (var clients in columns)
            {
                var measured = row.FirstOrDefault(measurement => measurement.Clients == clients).Measurement;
                text.Append(measured is null
                    ? " | |"
                    : string.Create(CultureInfo.InvariantCulture, $" {Milliseconds(measured.P50)} / {Milliseconds(measured.P99)} | {measured.PerSecond:N0} |"));
            }
            text.AppendLine();
        }
        text.AppendLine();
        text.AppendLine("| | |");
        text.AppendLine("|---|---|");
        foreach (var (name, value) in _facts)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {value} |");
        return text.ToString();
    }

    private static string Milliseconds(double value) =>
        value.ToString(value < 1 ? "0.000" : value < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);
}
