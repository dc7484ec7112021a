using AgentMemory.Extraction;

namespace AgentMemory.Wire.Requests;

/// <summary>Begins the reading of a request.</summary>
public sealed class Readings(ReadingOptions options, ExtractionStrategies strategies, TimeProvider time)
{
    public Reading Begin() => new(time.UtcNowMicroseconds(), options, strategies);
}
