using AgentMemory.Wire.Answers;

namespace AgentMemory.Api.Readiness;

/// <summary>Looks at the parts of a running service.</summary>
public interface IReadinessProbe
{
    ValueTask<ReadinessReport> CheckAsync(CancellationToken cancellationToken);
}
