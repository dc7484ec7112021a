using AgentMemory.Extraction;

namespace AgentMemory.Api.Wire;

/// <summary>Begins the reading of a request.</summary>
internal sealed class Readings(ApiOptions options, ExtractionStrategies strategies, TimeProvider time)
{
    public Reading Begin() => new(time.UtcNowMicroseconds(), options, strategies);
}
