using AgentMemory.Wire.Answers;

namespace AgentMemory.Api.Readiness;

/// <summary>Looks at the parts of a running server; supplied by the composition root, which knows them.</summary>
public interface IReadinessProbe
{
    ValueTask<ReadinessReport> CheckAsync(CancellationToken cancellationToken);
}
