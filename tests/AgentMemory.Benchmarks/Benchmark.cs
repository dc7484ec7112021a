using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
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
    private const int LoadBatch = 200;
    private static readonly TimeSpan EmbeddingLimit = TimeSpan.FromMinutes(10);

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
        AddMemory(server, "nothing stored");

        var address = server.Client.BaseAddress!;
        var body = Sessions.Body();
        await SendAsync(server, HttpMethod.Put, Sessions.Path, body, cancellationToken);
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
            AddMemory(server, $"{size:N0} memories with vectors");
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

    /// <summary>Scenarios take turns, so that a slow minute of the machine slows all of them.</summary>
    private async Task MeasureAsync(IReadOnlyList<Scenario> scenarios, CancellationToken cancellationToken)
    {
        foreach (var clients in plan.Clients)
        {
            var rounds = scenarios.ToDictionary(scenario => scenario, _ => new List<Measurement>());
            foreach (var scenario in scenarios)
                await LoadRun.RunAsync(scenario, clients, plan.Warmup, cancellationToken);
            for (var round = 0; round < plan.Rounds; round++)
            {
                foreach (var scenario in scenarios)
                    rounds[scenario].Add(await LoadRun.RunAsync(scenario, clients, plan.Round, cancellationToken));
            }
            foreach (var scenario in scenarios)
                _table.Add(scenario.Name, clients, Measurement.Median(rounds[scenario]));
        }
    }

    private Measurement Median(Func<Measurement> measure) =>
        Measurement.Median([.. Enumerable.Range(0, plan.Rounds).Select(_ => measure())]);

    private async Task LoadAsync(
        ServerProcess server, EmbeddingEndpoint embeddings, int from, int to, CancellationToken cancellationToken)
    {
        await WaitUntilQuietAsync(embeddings, 0, cancellationToken);
        var embedded = embeddings.Texts;
        var started = Stopwatch.GetTimestamp();
        for (var first = from; first < to; first += LoadBatch)
        {
            await SendAsync(
                server, HttpMethod.Post, "/v1/long-term-memory/", _corpus.Create(first, Math.Min(first + LoadBatch, to)), cancellationToken);
        }
        var elapsed = Stopwatch.GetElapsedTime(started);
        _table.Add($"Loading memories {from:N0} to {to:N0} in batches of {LoadBatch}", $"{(to - from) / elapsed.TotalSeconds:N0} per second");
        await WaitUntilQuietAsync(embeddings, embedded + to - from, cancellationToken);
    }

    /// <summary>Until that many texts were embedded and a while passed without another.</summary>
    private static async Task WaitUntilQuietAsync(EmbeddingEndpoint embeddings, long texts, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(EmbeddingLimit);
        long before;
        do
        {
            before = embeddings.Texts;
            await Task.Delay(TimeSpan.FromSeconds(1), limit.Token);
        }
        while (embeddings.Texts < texts || embeddings.Texts != before);
    }

    private static Task SendAsync(ServerProcess server, HttpMethod method, string path, string body, CancellationToken cancellationToken) =>
        SendAsync(server, method, path, System.Text.Encoding.UTF8.GetBytes(body), cancellationToken);

    private static async Task SendAsync(
        ServerProcess server, HttpMethod method, string path, byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await server.Client.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private void AddMemory(ServerProcess server, string when)
    {
        if (ProcessMemory.Of(server.Id) is { } memory)
            _table.Add($"Resident memory, {when}", $"{memory.Resident:N0} MB, of it {memory.Anonymous:N0} MB anonymous");
    }

    private void AddFacts()
    {
        _table.Add("Machine", $"{Environment.ProcessorCount} cores, shared by server and clients; .NET {Environment.Version}");
        _table.Add("Rounds", $"median of {plan.Rounds} of {plan.Round.TotalSeconds:0.#} s, in turns");
    }
}
