namespace AgentMemory.Benchmarks.Load;

/// <summary>What clients do to a server, over and over.</summary>
internal sealed record Scenario(string Name, Uri Server, IReadOnlyList<RequestTemplate> Requests)
{
    public Scenario(string name, Uri server, RequestTemplate request)
        : this(name, server, [request])
    {
    }
}
