using System.Globalization;
using AgentMemory.Cli.Evaluation.Datasets;
using AgentMemory.Cli.Frame;
using Spectre.Console;

namespace AgentMemory.Cli.Evaluation.Asking;

/// <summary>Tells on standard error how far it is: one bar for all on a terminal, elsewhere a line per conversation.</summary>
internal static class EvaluationProgress
{
    private const string Interrupted = "interrupted: deleting what was loaded";

    public static async Task<T> RunAsync<T>(IReadOnlyList<Conversation> conversations, Func<IEvaluationProgress, Task<T>> work)
    {
        if (Console.IsErrorRedirected || conversations.Count == 0)
            return await work(new Lines(conversations.Count));

        var terminal = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
        return await terminal.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context => work(new Bar(context, terminal, conversations)));
    }

    private static string Kept(string @namespace) => PlainText.Line($"kept in namespace {@namespace}");

    private sealed class Lines(int conversations) : IEvaluationProgress
    {
        private int _begun;

        public void Begin(Conversation conversation, string? kept)
        {
            var (items, questions) = (conversation.Items.Count, conversation.Questions.Count);
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{++_begun} of {conversations}: {PlainText.Line(conversation.Name)}, {items} items, {questions} questions"));
            if (kept is not null)
                Console.Error.WriteLine(Kept(kept));
        }

        public void Advance(int steps)
        {
        }

        public void Interrupt() => Console.Error.WriteLine(Interrupted);
    }

    private sealed class Bar(ProgressContext context, IAnsiConsole terminal, IReadOnlyList<Conversation> conversations)
        : IEvaluationProgress
    {
        private const int LongestName = 30;

        private readonly ProgressTask _bar = context.AddTask(
            "Evaluation", maxValue: conversations.Sum(conversation => conversation.Items.Count + conversation.Questions.Count));

        private int _begun;

        public void Begin(Conversation conversation, string? kept)
        {
            var name = PlainText.Line(conversation.Name, LongestName);
            _bar.Description = Markup.Escape($"{++_begun} of {conversations.Count}: {name}");
            if (kept is not null)
                terminal.WriteLine(Kept(kept));
        }

        public void Advance(int steps) => _bar.Increment(steps);

        public void Interrupt() => terminal.WriteLine(Interrupted);
    }
}
