using AgentMemory.Wire.Requests;

namespace AgentMemory.Api.Requests;

/// <summary>Reads which groups of a summary view are meant.</summary>
internal static class GroupQueryReader
{
    /// <summary>The query of <c>GET /v1/summary-views/{view_id}/partitions</c>: only the fields that are there.</summary>
    public static IReadOnlyDictionary<string, string> Read(QueryReader query)
    {
        query.Choice("memory_type", Vocabularies.MemoryTypes);
        (string Field, string? Value)[] fields =
        [
            ("user_id", query.Id("user_id")), ("namespace", query.Id("namespace")), ("session_id", query.Id("session_id")),
            ("memory_type", query.Text("memory_type")),
        ];
        return fields.Where(field => !string.IsNullOrEmpty(field.Value)).ToDictionary(field => field.Field, field => field.Value!);
    }
}
