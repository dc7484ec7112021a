namespace AgentMemory.Tenancy.Tests.Requests;

/// <summary>What a caller with a bound token tries, one request after the other.</summary>
internal sealed record Attack(Binding Binding, IReadOnlyList<HostileRequest> Requests)
{
    public override string ToString() => $"{Binding}:\n{string.Join('\n', Requests)}";
}
