using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using AgentMemory.Telemetry;

namespace AgentMemory.Tests.Telemetry;

/// <summary>Everything the engine tells of itself, as lines: <c>span &lt;name&gt; &lt;status&gt; &lt;tags&gt;</c> and
/// <c>&lt;instrument&gt; &lt;tags&gt;</c>. Of all tests that run meanwhile.</summary>
internal sealed class TelemetryRecording : IDisposable
{
    private readonly ConcurrentBag<string> _lines = [];
    private readonly ActivityListener _spans;
    private readonly MeterListener _metrics = new();

    public TelemetryRecording()
    {
        _spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == EngineTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => _lines.Add(
                $"span {activity.DisplayName} {activity.StatusDescription} {string.Join(' ', activity.TagObjects)}"),
        };
        ActivitySource.AddActivityListener(_spans);
        _metrics.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == EngineTelemetry.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        _metrics.SetMeasurementEventCallback<double>((instrument, _, tags, _) => _lines.Add(Text(instrument, tags)));
        _metrics.SetMeasurementEventCallback<long>((instrument, _, tags, _) => _lines.Add(Text(instrument, tags)));
        _metrics.Start();
    }

    public IReadOnlyCollection<string> Lines => _lines;

    public void Dispose()
    {
        _spans.Dispose();
        _metrics.Dispose();
    }

    private static string Text(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        $"{instrument.Name} {string.Join(' ', tags.ToArray())}";
}
