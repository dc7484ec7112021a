using AgentMemory.AppHost.Tests.Processes;

namespace AgentMemory.AppHost.Tests.Crash;

/// <summary>Creates two long-term memories at a time.</summary>
internal sealed class CreateWriter(string @namespace, string name) : CrashWriter
{
    private readonly List<string[]> _attempted = [];

    public override IReadOnlyList<string> PromisedMemories => [.. _attempted.Take(Acknowledged).SelectMany(ids => ids)];

    public override IReadOnlyList<string[]> Together => _attempted;

    public override Task<IReadOnlyList<string>> AssertSessionsAsync(HttpClient client) => Task.FromResult<IReadOnlyList<string>>([]);

    protected override async Task WriteNextAsync(HttpClient client)
    {
        string[] ids = [$"{name}-{_attempted.Count:0000}a", $"{name}-{_attempted.Count:0000}b"];
        _attempted.Add(ids);
        await client.OkAsync("POST", $"/v1/long-term-memory/?namespace={@namespace}", new { memories = ids.Select(Memory) });
    }
}
