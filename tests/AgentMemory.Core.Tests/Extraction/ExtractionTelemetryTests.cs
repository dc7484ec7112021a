using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using AgentMemory.Extraction;
using AgentMemory.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.Extraction;

public sealed class ExtractionTelemetryTests
{
    [Fact]
    public async Task What_was_extracted_and_refused_is_counted_and_nothing_of_it_is_told()
    {
        // Of this test's own, since tests that run beside it are counted too.
        const string Name = "telemetry-test";
        const string Secret = "xyzzy";
        var seen = new ConcurrentQueue<string>();
        using var metrics = new MeterListener();
        metrics.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == EngineTelemetry.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        metrics.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            seen.Enqueue($"{instrument.Name} {value} {string.Join(' ', tags.ToArray())}"));
        metrics.Start();
        using var spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == EngineTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => seen.Enqueue($"{activity.DisplayName} {string.Join(' ', activity.TagObjects)}"),
        };
        ActivitySource.AddActivityListener(spans);
        var own = new OwnStrategy(
            (_, _) => Task.FromResult(new ExtractionResult(
            [
                new ExtractedMemory { Text = $"User says {Secret}", Quote = Secret },
                new ExtractedMemory { Text = $"User never says {Secret}", Quote = "never" },
            ])), Name);
        await using var bench = new ExtractionEngine(null, configure: services => services.AddSingleton<IExtractionStrategy>(own));
        await bench.PutAsync(Name, "{}", Message("a", $"I say {Secret}"));

        await bench.SettleAsync();

        var ours = seen.Where(line => line.Contains(Name, StringComparison.Ordinal)).ToArray();
        Assert.Contains($"agent_memory.extraction.messages 1 [agent_memory.extraction.strategy, {Name}]", ours);
        Assert.Contains($"agent_memory.extraction.memories 1 [agent_memory.extraction.strategy, {Name}]", ours);
        Assert.Contains(
            $"agent_memory.extraction.refused 1 [agent_memory.extraction.strategy, {Name}] [agent_memory.extraction.refusal, quote]", ours);
        Assert.Contains(ours, line => line.StartsWith("extract memories", StringComparison.Ordinal));
        Assert.DoesNotContain(ours, line => line.Contains(Secret, StringComparison.Ordinal));
    }
}
