using System.Diagnostics;
using AgentMemory.AppHost.Tests.Processes;
using AgentMemory.Benchmarks.Load;
using AgentMemory.Benchmarks.Peers;
using AgentMemory.Benchmarks.Results;

namespace AgentMemory.Benchmarks;

/// <summary>The default search without a model, of conversations in one namespace or many, beside FTS5 over the same file.</summary>
internal sealed class QuestionBenchmark(BenchmarkPlan plan, int messages, int namespaces)
{
    /// <summary>As many questions as it takes until all code they run through is compiled at its best.</summary>
    private const int WarmupRounds = 8;

    private readonly ResultTable _table = new();

    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var conversations = new Conversations(namespaces);
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(folder.DataFolder);
        var started = Stopwatch.GetTimestamp();
        for (var first = 0; first < messages; first += MemoryLoading.Batch)
        {
            await MemoryLoading.SendAsync(
                server.Client, HttpMethod.Post, "/v1/long-term-memory/",
                conversations.Create(first, Math.Min(first + MemoryLoading.Batch, messages)), cancellationToken);
        }

        _table.Add(
            $"Loading {messages:N0} messages in batches of {MemoryLoading.Batch}",
            $"{messages / Stopwatch.GetElapsedTime(started).TotalSeconds:N0} per second");
        _table.AddMemory(server.Id, "before the first search");
        await new Turns(plan with { Clients = [1, 8], Warmup = plan.Warmup * WarmupRounds }, _table).MeasureAsync(
            [new($"Question, {messages:N0} messages in {namespaces:N0} namespaces", server.Client.BaseAddress!, conversations.Searches())],
            cancellationToken);
        _table.AddMemory(server.Id, "with all of them indexed");
        var queries = conversations.FullTextQueries();
        _table.Add("Peer: FTS5 bm25 of the same words, all namespaces", 1, Measurement.Median(
            [.. Enumerable.Range(0, plan.Rounds).Select(_ => FullTextPeer.Search(Path.Combine(folder.DataFolder, "memory.db"), queries, plan.Round))]));
        _table.Add("Machine", $"{Environment.ProcessorCount} cores, shared by server and clients; .NET {Environment.Version}");
        _table.Add("Rounds", $"median of {plan.Rounds} of {plan.Round.TotalSeconds:0.#} s");
        return _table.ToMarkdown();
    }
}
