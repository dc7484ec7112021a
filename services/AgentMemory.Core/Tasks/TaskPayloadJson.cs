using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AgentMemory.SummaryViews;

namespace AgentMemory.Tasks;

/// <summary>Payloads as they are queued: they outlive the process, so members are only ever added.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SessionPayload))]
[JsonSerializable(typeof(MemoriesPayload))]
[JsonSerializable(typeof(SummaryViewPayload))]
[JsonSerializable(typeof(SummarizationPayload))]
internal sealed partial class TaskPayloadJson : JsonSerializerContext
{
    public static T Read<T>(TaskLease task, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(task.Payload, type) ?? throw new JsonException($"The payload of task {task.TaskId} is null");
}

internal sealed record SessionPayload(string SessionId);

internal sealed record SummarizationPayload(string SessionId, string? ModelName = null, int? ContextWindowMax = null);
