using System.Diagnostics;
using System.Globalization;
using AgentMemory.AppHost.Tests.Processes;
using AgentMemory.Benchmarks.Background;
using AgentMemory.Benchmarks.Load;
using AgentMemory.Benchmarks.Peers;
using AgentMemory.Benchmarks.Results;
using AgentMemory.Benchmarks.Servers;

namespace AgentMemory.Benchmarks;

/// <summary>One run: everything that is compared is measured side by side, in turns, on the same machine in the same minutes.</summary>
internal sealed class Benchmark(BenchmarkPlan plan)
{
    private readonly ResultTable _table = new();
    private readonly Corpus _corpus = new();

    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        await MeasureSessionsAsync(cancellationToken);
        await MeasureBackgroundAsync(cancellationToken);
        await MeasureExtractionAsync(cancellationToken);
        await MeasureSearchesAsync(cancellationToken);
        AddFacts();
        return _table.ToMarkdown();
    }

    /// <summary>Without a model, as a newcomer runs it: no background work stands beside the writes.</summary>
    private async Task MeasureSessionsAsync(CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        var started = Stopwatch.GetTimestamp();
        await using var server = await ServerProcess.StartAsync(folder.DataFolder);
        _table.Add("Start-up, from command to first answer", $"{Stopwatch.GetElapsedTime(started).TotalMilliseconds:N0} ms");
        _table.AddMemory(server.Id, "nothing stored");

        var address = server.Client.BaseAddress!;
        var body = Sessions.Body();
        await MemoryLoading.SendAsync(server.Client, HttpMethod.Put, Sessions.Path, body, cancellationToken);
        var session = await server.Client.GetByteArrayAsync(new Uri(Sessions.Path, UriKind.Relative), cancellationToken);
        using var bare = await BareProcess.StartAsync(session.Length);

        await MeasureAsync(
            [
                new($"Bare endpoint: GET, {session.Length:N0} bytes", bare.Address, RequestTemplate.Of("GET", "/")),
                new("GET session, 20 messages", address, RequestTemplate.Of("GET", Sessions.Path)),
                new("Bare endpoint: POST of a session", bare.Address, RequestTemplate.Of("POST", "/", body)),
                new("Append one message", address, Sessions.Append),
                new("PUT session, 20 messages", address, RequestTemplate.Of("PUT", $"/v1/working-memory/put-{RequestTemplate.Shared}", body)),
                new("Create one long-term memory", address, Sessions.Create),
            ],
            cancellationToken);

        var peers = folder.DataFolder;
        _table.Add("Peer: append 4 KB to a file, flushed to disk", 1, Median(() => DiskPeers.Append(peers, plan.Round)));
        _table.Add("Peer: SQLite, one row of 4 KB per commit", 1, Median(() => DiskPeers.SqliteInsert(peers, plan.Round)));
    }

    /// <summary>What a PUT pays for being extracted, and counted for summarisation, later: beside a server that does neither.</summary>
    private async Task MeasureBackgroundAsync(CancellationToken cancellationToken)
    {
        using var plain = new TemporaryFolder();
        using var whole = new TemporaryFolder();
        await using var without = await ServerProcess.StartAsync(
            plain.DataFolder, ("ENABLE_DISCRETE_MEMORY_EXTRACTION", "false"), ("ENABLE_WORKING_MEMORY_SUMMARIZATION", "false"));
        await using var with = await ServerProcess.StartAsync(whole.DataFolder, ("EXTRACTION_DEBOUNCE_SECONDS", "3600"));
        var put = RequestTemplate.Of(
            "PUT", $"/v1/working-memory/put-{RequestTemplate.Shared}?context_window_max=100000", Sessions.Body());
        await MeasureAsync(
            [
                new("PUT session, 20 messages, nothing to be done later", without.Client.BaseAddress!, put),
                new("PUT session, 20 messages, to be extracted and summarised", with.Client.BaseAddress!, put),
            ],
            cancellationToken);
    }

    private async Task MeasureExtractionAsync(CancellationToken cancellationToken)
    {
        foreach (var perWrite in new[] { 20, 2 })
        {
            var cost = await ExtractionRun.MeasureAsync(plan.Chats, messages: 20, perWrite, cancellationToken);
            var delays = cost.Delays.Order().ToArray();
            _table.Add(
                $"Extraction, {plan.Chats} chats of 20 messages, {perWrite} at a time",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(double)cost.Calls / cost.Messages:0.00} model calls and {(double)cost.Tokens / cost.Messages:N0} tokens per message, {cost.Messages / cost.Elapsed.TotalSeconds:N0} messages per second; found {delays[delays.Length / 2].TotalMilliseconds:N0} ms (p50) after the write, {delays[^1].TotalMilliseconds:N0} ms at most"));
        }
    }

    private async Task MeasureSearchesAsync(CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await using var embeddings = await EmbeddingEndpoint.StartAsync();
        await using var server = await ServerProcess.StartAsync(
            folder.DataFolder,
            ("OPENAI_API_BASE", embeddings.Address.ToString()), ("EMBEDDING_MODEL", "benchmark"),
            ("REDISVL_VECTOR_DIMENSIONS", EmbeddingEndpoint.Dimensions.ToString(CultureInfo.InvariantCulture)));
        foreach (var (before, size) in new[] { 0 }.Concat(plan.Sizes).Zip(plan.Sizes))
        {
            await LoadAsync(server, embeddings, before, size, cancellationToken);
            await MeasureSearchesAsync(server, size, cancellationToken);
            _table.AddMemory(server.Id, $"{size:N0} memories with vectors");
        }
    }

    private Task MeasureSearchesAsync(ServerProcess server, int size, CancellationToken cancellationToken)
    {
        var (rest, mcp) = (server.Client.BaseAddress!, server.Mcp.BaseAddress!);
        var withinUser = Corpus.FilteredVectorSearches(size);
        return MeasureAsync(
            [
                new($"Keyword search, middling words, {size:N0} memories", rest, _corpus.KeywordSearches.Rest),
                new($"Keyword search, middling words, by MCP, {size:N0} memories", mcp, _corpus.KeywordSearches.Mcp),
                new($"Keyword search, common words, {size:N0} memories", rest, _corpus.CommonKeywordSearches.Rest),
                new($"Vector search within a user, {size:N0} memories", rest, withinUser.Rest),
                new($"Vector search within a user, by MCP, {size:N0} memories", mcp, withinUser.Mcp),
                new($"Vector search over all, {size:N0} memories", rest, _corpus.VectorSearches.Rest),
            ],
            cancellationToken);
    }

    private Task MeasureAsync(IReadOnlyList<Scenario> scenarios, CancellationToken cancellationToken) =>
        new Turns(plan, _table).MeasureAsync(scenarios, cancellationToken);

    private Measurement Median(Func<Measurement> measure) =>
        Measurement.Median([.. Enumerable.Range(0, plan.Rounds).Select(_ => measure())]);

    private async Task LoadAsync(
        ServerProcess server, EmbeddingEndpoint embeddings, int from, int to, CancellationToken cancellationToken)
    {
        var elapsed = await MemoryLoading.LoadAsync(server.Client, _corpus, embeddings, from, to, cancellationToken);
        _table.Add(
            $"Loading memories {from:N0} to {to:N0} in batches of {MemoryLoading.Batch}", $"{(to - from) / elapsed.TotalSeconds:N0} per second");
    }

    private void AddFacts()
    {
        _table.Add("Machine", $"{Environment.ProcessorCount} cores, shared by server and clients; .NET {Environment.Version}");
        _table.Add("Rounds", $"median of {plan.Rounds} of {plan.Round.TotalSeconds:0.#} s, in turns");
    }
}
