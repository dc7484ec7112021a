using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.Telemetry;

public sealed class TelemetryPrivacyTests
{
    private const string Secret = "xyzzy";

    [Fact]
    public async Task No_text_and_no_tenant_appears_in_spans_or_metrics()
    {
        using var telemetry = new TelemetryRecording();

        var words = new WordEmbeddings();
        await using var engine = new Engine(new() { IndexAllMessages = true }, words.AsModel());
        await engine.Sessions.PutAsync(
            Engine.Everything,
            new SessionReplacement { Key = new(new Owner(Secret, Secret), Secret), Messages = [Message("m", Secret)], Memories = [Memory("r", Secret)] },
            default, WriteCondition.None, CancellationToken.None);
        await engine.RunDueTasksAsync();
        await engine.Search.SearchAsync(Engine.Everything, new() { Text = Secret }, CancellationToken.None);
        words.Down = true;
        // Another text: the vector of the first is kept.
        await engine.Search.SearchAsync(Engine.Everything, new() { Text = Secret + " again" }, CancellationToken.None);

        var seen = telemetry.Lines;
        Assert.Contains(seen, line => line.StartsWith("span search semantic", StringComparison.Ordinal));
        Assert.Contains(seen, line => line.StartsWith("gen_ai.client.operation.duration", StringComparison.Ordinal));
        Assert.Contains(seen, line => line.StartsWith("agent_memory.search.fallbacks", StringComparison.Ordinal));
        Assert.DoesNotContain(seen, line => line.Contains(Secret, StringComparison.Ordinal));
    }
}
