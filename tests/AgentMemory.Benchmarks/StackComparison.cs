using System.Globalization;
using AgentMemory.AppHost.Tests.Processes;
using AgentMemory.Benchmarks.Load;
using AgentMemory.Benchmarks.Results;
using AgentMemory.Benchmarks.Servers;

namespace AgentMemory.Benchmarks;

/// <summary>The same requests to both stacks, in turns: the embedded server with its file, the distributed API with its Redis.</summary>
internal sealed class StackComparison(BenchmarkPlan plan, int memories)
{
    private readonly ResultTable _table = new();
    private readonly Corpus _corpus = new();

    /// <param name="services">Folder of the services, built for the distributed stack.</param>
    public async Task<string> RunAsync(string redis, string services, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await using var embeddings = await EmbeddingEndpoint.StartAsync();
        (string, string)[] settings =
        [
            ("OPENAI_API_BASE", embeddings.Address.ToString()), ("EMBEDDING_MODEL", "benchmark"),
            ("REDISVL_VECTOR_DIMENSIONS", EmbeddingEndpoint.Dimensions.ToString(CultureInfo.InvariantCulture)),
        ];
        await using var embedded = await ServerProcess.StartAsync(folder.DataFolder, settings);
        await using var distributed = await DistributedServices.StartAsync(services, redis, folder.DataFolder + "-redis", settings);
        (string Stack, HttpClient Client)[] stacks = [("embedded", embedded.Client), ("Redis", distributed.Client)];
        foreach (var (stack, client) in stacks)
        {
            var elapsed = await MemoryLoading.LoadAsync(client, _corpus, embeddings, 0, memories, cancellationToken);
            _table.Add(
                $"Loading {memories:N0} memories in batches of {MemoryLoading.Batch}, {stack}", $"{memories / elapsed.TotalSeconds:N0} per second");
            await MemoryLoading.SendAsync(client, HttpMethod.Put, Sessions.Path, Sessions.Body(), cancellationToken);
        }

        foreach (var (name, requests) in Requests())
        {
            await new Turns(plan, _table).MeasureAsync(
                [.. stacks.Select(stack => new Scenario($"{name}, {stack.Stack}", stack.Client.BaseAddress!, requests))], cancellationToken);
        }

        _table.Add("Machine", $"{Environment.ProcessorCount} cores, shared by servers, Redis and clients; .NET {Environment.Version}");
        _table.Add("Rounds", $"median of {plan.Rounds} of {plan.Round.TotalSeconds:0.#} s, the stacks in turns");
        return _table.ToMarkdown();
    }

    /// <summary>Searches first: writes add memories and background work.</summary>
    private IEnumerable<(string Name, IReadOnlyList<RequestTemplate> Requests)> Requests() =>
    [
        ("Keyword search, middling words", _corpus.KeywordSearches.Rest),
        ("Keyword search, common words", _corpus.CommonKeywordSearches.Rest),
        ("Vector search within a user", Corpus.FilteredVectorSearches(memories).Rest),
        ("Vector search over all", _corpus.VectorSearches.Rest),
        ("GET session, 20 messages", [RequestTemplate.Of("GET", Sessions.Path)]),
        ("Append one message", [Sessions.Append]),
        ("PUT session, 20 messages", [RequestTemplate.Of("PUT", $"/v1/working-memory/put-{RequestTemplate.Shared}", Sessions.Body())]),
        ("Create one long-term memory", [Sessions.Create]),
    ];
}
