namespace AgentMemory.Cli.Evaluation;

/// <summary>Loads each conversation into a namespace of its own, asks its questions there and takes it away again.</summary>
internal sealed class RecallEvaluation(MemoryServer server, int results, IReadOnlySet<int> categories, bool keep)
{
    private readonly string _run = Ulid.New();

    public async Task<RecallReport> RunAsync(
        IReadOnlyList<Conversation> conversations, TextWriter progress, CancellationToken cancellationToken)
    {
        var report = new RecallReport(results);
        foreach (var conversation in conversations)
        {
            var @namespace = $"evaluation-{_run}-{conversation.Name}";
            await progress.WriteLineAsync($"{conversation.Name}: {conversation.Turns.Count} turns into namespace {@namespace}");
            try
            {
                await server.LoadAsync(@namespace, conversation.Turns, cancellationToken);
                foreach (var question in conversation.Questions)
                {
                    if (question.Evidence.Count == 0 || !categories.Contains(question.Category))
                        continue;
                    var found = await server.SearchAsync(@namespace, question.Text, results, cancellationToken);
                    report.Add(question, found);
                }
            }
            finally
            {
                // Also when the evaluation was interrupted, or only part was loaded.
                if (!keep)
                    await server.DeleteAsync(@namespace, conversation.Turns, CancellationToken.None);
            }
        }
        return report;
    }
}
