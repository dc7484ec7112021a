using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using AgentMemory.Telemetry;
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
        var seen = new ConcurrentBag<string>();
        using var spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == EngineTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => seen.Add(
                $"{activity.DisplayName} {activity.StatusDescription} {string.Join(' ', activity.TagObjects)}"),
        };
        ActivitySource.AddActivityListener(spans);
        using var metrics = new MeterListener();
        metrics.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == EngineTelemetry.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        metrics.SetMeasurementEventCallback<double>((instrument, _, tags, _) => seen.Add(Text(instrument, tags)));
        metrics.SetMeasurementEventCallback<long>((instrument, _, tags, _) => seen.Add(Text(instrument, tags)));
        metrics.Start();

        var words = new WordEmbeddings();
        await using var engine = new Engine(new() { IndexAllMessages = true }, words.AsModel());
        await engine.Sessions.PutAsync(
            Engine.Everything,
            new SessionReplacement { Key = new(new Owner(Secret, Secret), Secret), Messages = [Message("m", Secret)], Memories = [Memory("r", Secret)] },
            default, WriteCondition.None, CancellationToken.None);
        await engine.RunDueTasksAsync();
        await engine.Search.SearchAsync(Engine.Everything, new() { Text = Secret }, CancellationToken.None);
        words.Down = true;
        await engine.Search.SearchAsync(Engine.Everything, new() { Text = Secret }, CancellationToken.None);

        Assert.Contains(seen, line => line.StartsWith("search semantic", StringComparison.Ordinal));
        Assert.Contains(seen, line => line.StartsWith("gen_ai.client.operation.duration", StringComparison.Ordinal));
        Assert.Contains(seen, line => line.StartsWith("agent_memory.search.fallbacks", StringComparison.Ordinal));
        Assert.DoesNotContain(seen, line => line.Contains(Secret, StringComparison.Ordinal));
    }

    private static string Text(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        $"{instrument.Name} {string.Join(' ', tags.ToArray())}";
}
