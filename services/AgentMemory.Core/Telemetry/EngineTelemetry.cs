using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AgentMemory.Telemetry;

/// <summary>
/// The engine's one activity source and one meter. Names follow the OpenTelemetry conventions for generative AI and
/// messaging where those have one. Tags never carry text of messages, memories or queries, nor names of users; namespaces only
/// where an operator must see who spends (<see cref="NamespaceCalls"/>, <see cref="NamespaceTokens"/>).
/// </summary>
public static class EngineTelemetry
{
    public const string Name = "AgentMemory";

    internal const string SearchDurationName = "agent_memory.search.duration";

    public static ActivitySource Source { get; } = new(Name);

    public static Meter Meter { get; } = new(Name);

    /// <summary>Seconds per call of a model's provider; tags <c>gen_ai.*</c>, <c>error.type</c> and, of language models,
    /// <c>agent_memory.model.operation</c>.</summary>
    internal static Histogram<double> ModelDuration { get; } = Meter.CreateHistogram<double>(
        "gen_ai.client.operation.duration", "s", "Duration of calls to a model provider.");

    /// <summary>Tokens per call of a language model; tags as above, and <c>gen_ai.token.type</c>.</summary>
    internal static Histogram<long> ModelTokens { get; } = Meter.CreateHistogram<long>(
        "gen_ai.client.token.usage", "{token}", "Tokens read and written by language models.");

    /// <summary>Calls of language models; tags <c>agent_memory.namespace</c> (empty for none), <c>gen_ai.request.model</c> and
    /// <c>agent_memory.model.operation</c>. What <c>GET /v1/usage</c> answers, as a metric.</summary>
    internal static Counter<long> NamespaceCalls { get; } = Meter.CreateCounter<long>(
        "agent_memory.model.calls", "{call}", "Calls of language models by namespace.");

    /// <summary>Tokens of those calls; tags as above, and <c>gen_ai.token.type</c>.</summary>
    internal static Counter<long> NamespaceTokens { get; } = Meter.CreateCounter<long>(
        "agent_memory.model.tokens", "{token}", "Tokens read and written by language models, by namespace.");

    /// <summary>Seconds per search; tags <c>agent_memory.search.mode</c> and <c>agent_memory.search.ranker</c>.</summary>
    internal static Histogram<double> SearchDuration { get; } = Meter.CreateHistogram<double>(
        SearchDurationName, "s", "Duration of searches.");

    /// <summary>Searches answered by the lexical ranker because the embedding provider failed.</summary>
    internal static Counter<long> SearchFallbacks { get; } = Meter.CreateCounter<long>(
        "agent_memory.search.fallbacks", "{search}", "Searches answered lexically because the embedding model failed.");

    /// <summary>Accesses not counted: the buffer was full, or the store refused.</summary>
    internal static Counter<long> AccessesDropped { get; } = Meter.CreateCounter<long>(
        "agent_memory.access.dropped", "{access}", "Memory accesses that were not counted.");

    /// <summary>Seconds per run of a task; tags <c>agent_memory.task.kind</c> and <c>agent_memory.task.outcome</c>.</summary>
    internal static Histogram<double> TaskDuration { get; } = Meter.CreateHistogram<double>(
        "agent_memory.task.duration", "s", "Duration of background task runs.");

    /// <summary>Seconds per run of periodic work; tags <c>agent_memory.task.kind</c> and <c>agent_memory.task.outcome</c>.</summary>
    internal static Histogram<double> PeriodicDuration { get; } = Meter.CreateHistogram<double>(
        "agent_memory.periodic.duration", "s", "Duration of periodic task runs.");

    /// <summary>Messages that extraction has dealt with; tag <c>agent_memory.extraction.strategy</c>. Divide the calls that
    /// usage counts for extraction by it to know what a message costs.</summary>
    internal static Counter<long> MessagesExtracted { get; } = Meter.CreateCounter<long>(
        "agent_memory.extraction.messages", "{message}", "Messages that extraction has dealt with.");

    /// <summary>Memories made of messages; tag <c>agent_memory.extraction.strategy</c>.</summary>
    internal static Counter<long> MemoriesExtracted { get; } = Meter.CreateCounter<long>(
        "agent_memory.extraction.memories", "{memory}", "Memories made of messages.");

    /// <summary>Items of answers that became no memory; tags <c>agent_memory.extraction.strategy</c> and
    /// <c>agent_memory.extraction.refusal</c>.</summary>
    internal static Counter<long> ItemsRefused { get; } = Meter.CreateCounter<long>(
        "agent_memory.extraction.refused", "{item}", "Extracted items that were refused.");
}
