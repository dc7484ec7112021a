using System.Globalization;
using AgentMemory.Maintenance;
using Spectre.Console;

namespace AgentMemory.Cli.Frame;

/// <summary>Tells on standard error how far long work is: bars on a terminal, elsewhere a line when a step is done.</summary>
internal static class WorkProgress
{
    /// <param name="work">Is given what to report to.</param>
    public static async Task<T> RunAsync<T>(Func<IProgress<MaintenanceProgress>, Task<T>> work)
    {
        if (Console.IsErrorRedirected)
            return await work(new LinePerStep());

        var terminal = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
        return await terminal.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn())
            .StartAsync(context => work(new Bars(context)));
    }

    private sealed class LinePerStep : IProgress<MaintenanceProgress>
    {
        public void Report(MaintenanceProgress value)
        {
            if (value.Done == value.Total)
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Step}: {value.Total}"));
        }
    }

    private sealed class Bars(ProgressContext context) : IProgress<MaintenanceProgress>
    {
        private readonly Dictionary<string, ProgressTask> _bars = [];

        public void Report(MaintenanceProgress value)
        {
            if (!_bars.TryGetValue(value.Step, out var bar))
                _bars.Add(value.Step, bar = context.AddTask(Markup.Escape(value.Step)));
            bar.MaxValue = Math.Max(1, value.Total);
            bar.Value = value.Total == 0 ? 1 : value.Done;
        }
    }
}
