using AgentMemory.Storage.Redis.Database;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using StackExchange.Redis;
using TaskStatus = AgentMemory.Tasks.TaskStatus;

namespace AgentMemory.Storage.Redis.Tasks;

/// <summary>The hash of a task, as <c>tasks.lua</c> writes it, and what scripts return of one.</summary>
internal static class TaskFields
{
    /// <summary>Of a <see cref="TaskState"/>, without its id.</summary>
    public static RedisValue[] State { get; } =
        ["kind", "ns", "user", "state", "attempts", "created", "due", "last_error", "payload", "session", "started", "completed"];

    /// <summary>The id is the end of the key and stands there as it is.</summary>
    public static RedisKey KeyOf(Keys keys, string taskId) => keys.Of("task:" + taskId);

    /// <summary>The id of a member of the ordered sets: what follows its 16 digits and a colon.</summary>
    public static string IdOf(RedisValue member) => ((string)member!)[17..];

    /// <param name="values">Of the fields <see cref="State"/>.</param>
    /// <returns><see langword="null"/> when there is no such task.</returns>
    public static TaskState? ReadState(string taskId, RedisValue[] values) => values[0].IsNull
        ? null
        : new(
            taskId, (string)values[0]!, new Owner(values[1], values[2]), ReadStatus(values[3]), (int)values[4],
            Timestamp.FromMicroseconds((long)values[5]), Timestamp.FromMicroseconds((long)values[6]), values[7], (string)values[8]!,
            values[9], ReadTime(values[10]), ReadTime(values[11]));

    /// <param name="values">As <c>task-lease.lua</c> returns them.</param>
    public static TaskLease ReadLease(RedisResult[] values) => new(
        (string)values[0]!, (string)values[1]!, new Owner((string?)values[2], (string?)values[3]), (string)values[4]!,
        (string?)values[5], (string?)values[6], (int)values[7], (long)values[8], (string?)values[9]);

    private static TaskStatus ReadStatus(RedisValue value) => (string?)value switch
    {
        "queued" => TaskStatus.Queued,
        "leased" => TaskStatus.Leased,
        "dead" => TaskStatus.Dead,
        _ => TaskStatus.Succeeded,
    };

    private static DateTimeOffset? ReadTime(RedisValue value) =>
        value.IsNull ? null : Timestamp.FromMicroseconds((long)value);
}
