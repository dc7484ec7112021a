using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace AgentMemory.ServiceDefaults.Listeners;

/// <summary>
/// Chooses among routes by the connection's listener, before their methods are looked at: what belongs to another listener
/// is not found, rather than not allowed.
/// </summary>
internal sealed class ListenerMatcherPolicy : MatcherPolicy, INodeBuilderPolicy
{
    /// <summary>For routes of every listener, and for connections of none.</summary>
    private const string Any = "";

    public override int Order => -2000;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        endpoints.Any(endpoint => NameOf(endpoint) != Any);

    public IReadOnlyList<PolicyNodeEdge> GetEdges(IReadOnlyList<Endpoint> endpoints) =>
    [
        .. endpoints.Select(NameOf).Append(Any).Distinct().Select(name => new PolicyNodeEdge(
            name, [.. endpoints.Where(endpoint => NameOf(endpoint) is var only && (only == name || only == Any))])),
    ];

    public PolicyJumpTable BuildJumpTable(int exitDestination, IReadOnlyList<PolicyJumpTableEdge> edges) => new JumpTable(
        edges.ToDictionary(edge => (string)edge.State, edge => edge.Destination), exitDestination);

    private static string NameOf(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<ListenerRequirement>()?.ListenerName ?? Any;

    private sealed class JumpTable(Dictionary<string, int> destinations, int exitDestination) : PolicyJumpTable
    {
        public override int GetDestination(HttpContext httpContext)
        {
            var name = httpContext.Features.Get<Listener>()?.Name ?? Any;
            return destinations.TryGetValue(name, out var destination) || destinations.TryGetValue(Any, out destination)
                ? destination
                : exitDestination;
        }
    }
}
