using System.Globalization;
using System.Text;
using AgentMemory.Benchmarks.Load;

namespace AgentMemory.Benchmarks.Results;

/// <summary>The measurements as the Markdown that docs/performance.md includes.</summary>
internal sealed class ResultTable
{
    private readonly List<(string Name, int Clients, Measurement Measurement)> _rows = [];
    private readonly List<(string Name, string Value)> _facts = [];

    public void Add(string name, int clients, Measurement measurement) => _rows.Add((name, clients, measurement));

    public void Add(string name, string value) => _facts.Add((name, value));

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine("| What | One client: p50 / p99 ms | per second | 16 clients: p50 / p99 ms | per second |");
        text.AppendLine("|---|---|---|---|---|");
        foreach (var row in _rows.GroupBy(row => row.Name))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row.Key} |");
            foreach (var clients in new[] { 1, 16 })
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
