using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.WorkingMemory;

public sealed class PurgeExpiredSessionsTests
{
    [Fact]
    public async Task All_expired_sessions_go_and_no_others()
    {
        await using var engine = new Engine();
        for (var i = 0; i < 501; i++)
            await PutAsync(engine, $"short{i}", 60);
        await PutAsync(engine, "long", 3600);
        await PutAsync(engine, "persistent", null);
        engine.Time.Now += TimeSpan.FromMinutes(2);

        await engine.Periodic<PurgeExpiredSessions>().RunAsync(CancellationToken.None);

        Assert.Equal(0, await engine.Get<IWorkingMemoryStore>().PurgeExpiredAsync(1, CancellationToken.None));
        var left = await engine.Sessions.ListAsync(Engine.Everything, new(null, null, 10, 0), CancellationToken.None);
        Assert.Equal(["long", "persistent"], left.Sessions.Select(key => key.SessionId).Order());
    }

    private static Task<SessionReading> PutAsync(Engine engine, string id, int? ttlSeconds) => engine.Sessions.PutAsync(
        Engine.Everything,
        new SessionReplacement { Key = new(new Owner("demo", "alice"), id), Messages = [Message("m", "Hi")], Ttl = TtlChange.To(ttlSeconds) },
        default, WriteCondition.None, CancellationToken.None);
}
