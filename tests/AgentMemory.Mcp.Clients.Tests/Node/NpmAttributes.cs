namespace AgentMemory.Mcp.Clients.Tests.Node;

/// <summary>A test with packages of npm: skipped, and says so, where there is no npm.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NpmFactAttribute : FactAttribute
{
    public NpmFactAttribute() => Skip = NodePackages.WhyNot;
}

/// <inheritdoc cref="NpmFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NpmTheoryAttribute : TheoryAttribute
{
    public NpmTheoryAttribute() => Skip = NodePackages.WhyNot;
}
