using System.Diagnostics.Metrics;
using AgentMemory.Telemetry;

namespace AgentMemory.Overview;

/// <summary>How long the newest searches of this process took: what <see cref="EngineTelemetry.SearchDuration"/> measures, kept so
/// that it can be told without a place that metrics are sent to.</summary>
public sealed class SearchTimes : IDisposable
{
    private const int Kept = 512;

    private readonly Lock _lock = new();
    private readonly double[] _milliseconds = new double[Kept];
    private readonly MeterListener _listener = new();
    private long _measured;

    public SearchTimes()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            // By name: the instrument is published before the property has it.
            if (instrument.Name == EngineTelemetry.SearchDurationName && instrument.Meter.Name == EngineTelemetry.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => Add(seconds));
        _listener.Start();
    }

    public SearchSpeed Speed()
    {
        double[] sorted;
        lock (_lock)
            sorted = _milliseconds[..(int)Math.Min(_measured, Kept)];
        if (sorted.Length == 0)
            return new(0, null, null);
        Array.Sort(sorted);
        return new(sorted.Length, At(0.5), At(0.95));

        double At(double share) => Math.Round(sorted[(int)Math.Ceiling(share * sorted.Length) - 1], 3);
    }

    public void Dispose() => _listener.Dispose();

    private void Add(double seconds)
    {
        lock (_lock)
            _milliseconds[_measured++ % Kept] = seconds * 1000;
    }
}
