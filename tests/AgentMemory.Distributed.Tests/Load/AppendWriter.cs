namespace AgentMemory.Distributed.Tests.Load;

/// <summary>Appends messages, each with something to remember, to sessions of its own.</summary>
internal sealed class AppendWriter(Client client, string user) : Writer(client, user)
{
    private const int MessagesPerSession = 25;

    /// <summary>Acknowledged messages by session, in order; the last of a session may be unacknowledged.</summary>
    private readonly Dictionary<string, List<string>> _promised = [];

    private readonly HashSet<string> _attempted = [];
    private int _next;

    public override IReadOnlyCollection<string> Messages => [.. _promised.Values.SelectMany(ids => ids)];

    public override async Task AssertAsync(Client reader)
    {
        foreach (var (session, promised) in _promised)
        {
            var stored = (await reader.SendAsync(HttpMethod.Get, Session(session), null, null))!.Json
                .GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("id").GetString()!).ToArray();
            Assert.Equal(stored.Length, stored.Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(promised, stored.Where(promised.Contains));
            Assert.All(stored, id => Assert.Contains(id, _attempted));
        }
    }

    protected override async Task WorkAsync()
    {
        var session = $"s{_next / MessagesPerSession}";
        var id = $"{User}-m{_next++}";
        _attempted.Add(id);
        var reply = await Client.SendAsync(
            HttpMethod.Post, Session(session).Replace("?", "/messages?", StringComparison.Ordinal),
            new { messages = new[] { new { id, role = "user", content = $"I keep the thing called {id} in my cellar." } } }, null);
        if (reply is null)
            return;
        if (!_promised.TryGetValue(session, out var promised))
            _promised[session] = promised = [];
        promised.Add(id);
        if (_next % 5 == 0)
            await ReadBackAsync(session, promised);
    }

    /// <summary>What was acknowledged is there for the next reader, whichever service answers.</summary>
    private async Task ReadBackAsync(string session, List<string> promised)
    {
        if (await Client.SendAsync(HttpMethod.Get, Session(session), null, null) is { } read)
            Assert.Equal(promised, read.Json.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("id").GetString()!));
    }
}
