using System.Net;
using AgentMemory.AppHost.Tests.Processes;

namespace AgentMemory.AppHost.Tests.Crash;

/// <summary>Replaces a session of its own, each time with one message and one memory more; then begins another.</summary>
internal sealed class PutWriter(string @namespace, string name) : CrashWriter
{
    private const int LongestSession = 12;

    private int _written;

    public override async Task<IReadOnlyList<string>> AssertSessionsAsync(HttpClient client)
    {
        var promoted = new List<string>();
        var sessions = (_written + LongestSession - 1) / LongestSession;
        for (var session = 0; session < sessions; session++)
        {
            var answer = await client.SendAsync("GET", Path(session));
            var stored = answer.Status == HttpStatusCode.NotFound ? 0 : answer.Json.GetProperty("messages").GetArrayLength();
            var promised = Math.Clamp(Acknowledged - (session * LongestSession), 0, LongestSession);
            Assert.InRange(stored, promised, Math.Min(promised + 1, LongestSession));
            if (stored == 0)
                continue;
            Assert.Equal(MessageIds(session, stored), Ids(answer.Json, "messages"));
            Assert.Equal(MemoryIds(session, stored), Ids(answer.Json, "memories"));
            promoted.AddRange([.. MessageIds(session, stored), .. MemoryIds(session, stored)]);
        }
        return promoted;
    }

    protected override async Task WriteNextAsync(HttpClient client)
    {
        var (session, before) = Math.DivRem(_written++, LongestSession);
        await client.OkAsync("PUT", Path(session), new
        {
            messages = MessageIds(session, before + 1).Select(Message),
            memories = MemoryIds(session, before + 1).Select(Memory),
        });
    }

    private string Path(int session) => $"/v1/working-memory/{name}-{session}?namespace={@namespace}";

    private IEnumerable<string> MessageIds(int session, int count) =>
        Enumerable.Range(0, count).Select(number => $"{name}-{session}-{number}m");

    private IEnumerable<string> MemoryIds(int session, int count) =>
        Enumerable.Range(0, count).Select(number => $"{name}-{session}-{number}k");
}
