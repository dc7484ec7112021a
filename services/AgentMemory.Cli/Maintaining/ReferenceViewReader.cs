using System.Text.Json;
using AgentMemory.Extraction;
using AgentMemory.Maintenance.Reference;
using AgentMemory.Search;
using AgentMemory.Wire.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Cli.Maintaining;

/// <summary>Reads views of the reference as the body that asks for one is read: they have the same members.</summary>
internal static class ReferenceViewReader
{
    public static Func<JsonElement, ViewReading> Of(IServiceProvider engine)
    {
        var readings = new Readings(
            new ReadingOptions(), engine.GetRequiredService<ExtractionStrategies>(), engine.GetRequiredService<TimeProvider>());
        return view => Read(view, readings.Begin());
    }

    private static ViewReading Read(JsonElement view, Reading reading)
    {
        var read = SummaryViewReader.Read(new WireObject(view, reading));
        try
        {
            reading.ThrowIfInvalid();
            return new(read.View, read.Filter);
        }
        catch (RequestValidationException refusal)
        {
            var (first, message) = (refusal.Errors[0].Location, refusal.Errors[0].Message);
            return new(null, MemoryFilter.None, $"{string.Join('.', first.Select(part => part.Name ?? $"{part.Index}"))}: {message}");
        }
    }
}
