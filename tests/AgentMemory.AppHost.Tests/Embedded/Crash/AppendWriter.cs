using AgentMemory.AppHost.Tests.Processes;

namespace AgentMemory.AppHost.Tests.Crash;

/// <summary>Appends two messages at a time to a session that other writers append to as well.</summary>
internal sealed class AppendWriter(string session, string name) : CrashWriter
{
    private readonly List<string[]> _attempted = [];

    public override async Task<IReadOnlyList<string>> AssertSessionsAsync(HttpClient client)
    {
        var all = await client.MessageIdsAsync(session);
        Assert.Equal(all.Length, all.Distinct(StringComparer.Ordinal).Count());
        var own = all.Where(id => id.StartsWith($"{name}-", StringComparison.Ordinal)).ToArray();

        // The writer sends one request at a time: only the last may be unacknowledged, and it is there whole or not at all.
        var stored = _attempted.Take(own.Length > 2 * Acknowledged ? Acknowledged + 1 : Acknowledged);
        Assert.Equal(stored.SelectMany(ids => ids), own);
        return own;
    }

    protected override async Task WriteNextAsync(HttpClient client)
    {
        string[] ids = [$"{name}-{_attempted.Count:0000}a", $"{name}-{_attempted.Count:0000}b"];
        _attempted.Add(ids);
        var path = session.Replace("?", "/messages?", StringComparison.Ordinal);
        await client.OkAsync("POST", path, new { messages = ids.Select(Message) });
    }
}
