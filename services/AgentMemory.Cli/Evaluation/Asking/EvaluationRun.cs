using AgentMemory.Cli.Evaluation.Datasets;
using AgentMemory.Cli.Evaluation.Logs;
using AgentMemory.Cli.Evaluation.Measuring;
using AgentMemory.Hosting;

namespace AgentMemory.Cli.Evaluation.Asking;

/// <summary>Loads each conversation into a namespace of its own, asks its questions there and takes it away again.</summary>
internal sealed class EvaluationRun(MemoryServer server, EvaluationSettings settings, QuestionLog? log)
{
    private readonly string _run = Ulid.New();
    private readonly VectorWait _vectors = new(server);

    public async Task<IReadOnlyList<QuestionResult>> RunAsync(
        IReadOnlyList<Conversation> conversations, IEvaluationProgress progress, CancellationToken cancellationToken)
    {
        if (settings.WaitForVectors)
            await _vectors.DemandModelAsync(cancellationToken);
        var results = new List<QuestionResult>();
        foreach (var conversation in conversations)
        {
            var @namespace = $"evaluation-{_run}-{conversation.Name}";
            progress.Begin(conversation, settings.Keep ? @namespace : null);
            var measured = await MeasureAsync(@namespace, conversation, progress, cancellationToken);
            if (log is not null)
                await log.WriteAsync(measured);
            results.AddRange(measured);
        }
        return results;
    }

    private async Task<QuestionResult[]> MeasureAsync(
        string @namespace, Conversation conversation, IEvaluationProgress progress, CancellationToken cancellationToken)
    {
        // Before anything is loaded: where nothing was, nothing need be deleted.
        await server.DemandAnswerAsync(cancellationToken);
        try
        {
            await server.LoadAsync(@namespace, conversation.Items, progress.Advance, cancellationToken);
            if (settings.WaitForVectors)
                await _vectors.WaitAsync(@namespace, conversation.Items.Count, cancellationToken);
            return await AskAsync(@namespace, conversation, progress, cancellationToken);
        }
        finally
        {
            // Also when the evaluation was interrupted, or only part was loaded.
            if (!settings.Keep && cancellationToken.IsCancellationRequested)
                progress.Interrupt();
            if (!settings.Keep)
                await DeleteAsync(@namespace, conversation);
        }
    }

    /// <summary>In the order of the questions, whichever is answered first.</summary>
    private async Task<QuestionResult[]> AskAsync(
        string @namespace, Conversation conversation, IEvaluationProgress progress, CancellationToken cancellationToken)
    {
        var results = new QuestionResult[conversation.Questions.Count];
        var bound = new ParallelOptions { MaxDegreeOfParallelism = settings.Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, results.Length, bound, async (index, cancellation) =>
        {
            var question = conversation.Questions[index];
            var returned = await server.SearchAsync(
                @namespace, question.Text, settings.Metrics.Limit, settings.SearchMode, cancellation);
            results[index] = QuestionResult.Of(conversation.Name, question, returned, settings.Metrics);
            progress.Advance(1);
        });
        return results;
    }

    private async Task DeleteAsync(string @namespace, Conversation conversation)
    {
        try
        {
            await server.DeleteAsync(@namespace, conversation.Items);
        }
        catch (StartupException failure)
        {
            throw new StartupException(
                [.. failure.Problems, $"what was loaded into the namespace {@namespace} is still there; delete its memories"]);
        }
    }
}
