using System.Text.Json;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Database;

/// <summary>
/// One write before it is committed: what it was decided on, and what it does. <see cref="RedisStore"/> commits it
/// whole when everything expected still holds, and decides anew when not.
/// </summary>
internal sealed class WriteBatch(IDatabase database, Keys keys, DateTimeOffset now)
{
    /// <summary>Values in one command; Lua passes no more than about 8000 on.</summary>
    private const int MaximumValues = 4000;

    private readonly List<RedisValue> _expectations = [];
    private readonly List<RedisValue> _operations = [];
    private bool _isConfirmed;

    /// <summary>For the reads that the write is decided on. Whatever matters of them must be expected.</summary>
    public IDatabase Database => database;

    public Keys Keys => keys;

    /// <summary>The time of the write, in whole microseconds.</summary>
    public DateTimeOffset Now => now;

    /// <summary>Whether there is nothing to commit.</summary>
    public bool IsEmpty => _operations.Count == 0 && !_isConfirmed;

    /// <summary>Has what is expected checked even if the write does nothing: what it tells its caller rests on it.</summary>
    public void Confirm() => _isConfirmed = true;

    /// <summary>The field of a hash has this value; <see cref="RedisValue.Null"/> for no such field or hash.</summary>
    public void ExpectField(RedisKey key, string field, RedisValue value) => Expect("field", key, field, value);

    /// <summary>The string has this value; <see cref="RedisValue.Null"/> for no such key.</summary>
    public void ExpectValue(RedisKey key, RedisValue value) => Expect("value", key, "", value);

    public void ExpectExists(RedisKey key, bool exists) => Expect("exists", key, "", exists ? "1" : "0");

    /// <summary>The ordered set has these members, in order.</summary>
    public void ExpectMembers(RedisKey key, IEnumerable<RedisValue> members) =>
        Expect("members", key, "", string.Join('\0', members));

    /// <summary>The first <paramref name="count"/> members of the ordered set, or all if it has fewer, are these.</summary>
    public void ExpectFirst(RedisKey key, int count, IEnumerable<RedisValue> members) =>
        Expect("members", key, count, string.Join('\0', members));

    /// <summary>A command of Redis, done when the write is committed.</summary>
    public void Do(string command, RedisKey key, params ReadOnlySpan<RedisValue> arguments)
    {
        _operations.Add(command);
        _operations.Add(arguments.Length + 1);
        _operations.Add((string)key!);
        foreach (var argument in arguments)
            _operations.Add(argument);
    }

    /// <summary>As <see cref="Do"/>, for commands that take any number of values, in as many commands as that needs.</summary>
    /// <param name="stride">Values that belong together, such as 2 for the fields of a hash.</param>
    public void DoMany(string command, RedisKey key, ReadOnlySpan<RedisValue> values, int stride = 1)
    {
        var most = MaximumValues / stride * stride;
        for (; values.Length > 0; values = values[Math.Min(most, values.Length)..])
            Do(command, key, values[..Math.Min(most, values.Length)]);
    }

    /// <summary>
    /// Gives a new thing the next number of a counter, as a field of its hash and as its score in ordered sets.
    /// </summary>
    public void Number(RedisKey counter, RedisKey hash, string field, params ReadOnlySpan<(RedisKey Set, RedisValue Member)> sets)
    {
        _operations.Add("number");
        _operations.Add(3 + (2 * sets.Length));
        _operations.Add((string)counter!);
        _operations.Add((string)hash!);
        _operations.Add(field);
        foreach (var (set, member) in sets)
        {
            _operations.Add((string)set!);
            _operations.Add(member);
        }
    }

    /// <summary>As <see cref="Number"/>, with the other fields of the hash in the same command: what search indexes is indexed
    /// once.</summary>
    /// <param name="fields">Names and values in turn.</param>
    public void Create(
        RedisKey counter, RedisKey hash, string field, IReadOnlyCollection<(RedisKey Set, RedisValue Member)> sets,
        IReadOnlyCollection<RedisValue> fields)
    {
        _operations.AddRange(
            ["create", 4 + (2 * sets.Count) + fields.Count, (string)counter!, (string)hash!, field, sets.Count]);
        foreach (var (set, member) in sets)
            _operations.AddRange([(string)set!, member]);
        _operations.AddRange(fields);
    }

    /// <summary>Removes the fields of a hash whose names begin with <paramref name="prefix"/>.</summary>
    public void Strip(RedisKey hash, string prefix) => _operations.AddRange(["strip", 2, (string)hash!, prefix]);

    /// <summary>Writes an event-log entry; its sequence is among the results of the commit.</summary>
    /// <param name="at">When it happened; by default the time of the write.</param>
    /// <param name="detail">See <see cref="AgentMemory.Events.MemoryEvent"/>.</param>
    public void Log(
        string kind, Owner owner, string? sessionId, string? subjectId = null, DateTimeOffset? at = null, JsonElement? detail = null)
    {
        _operations.AddRange(
        [
            "event", 10, kind, Keys.Part(owner), owner.Namespace ?? "", owner.UserId ?? "",
            Present(sessionId), sessionId is null ? "" : Keys.Escape(sessionId),
            Present(subjectId), subjectId is null ? "" : Keys.Escape(subjectId),
            (at ?? now).ToMicroseconds(), detail is { } json ? json.GetRawText() : "",
        ]);
    }

    /// <summary>Queues a task with the write; its id is among the results of the commit.</summary>
    public void Enqueue(TaskRequest request)
    {
        var due = Timestamp.Truncate(request.DueAt ?? now).ToMicroseconds();
        _operations.AddRange(
        [
            "task", 14, request.Id ?? Ulid.New(), request.Id is null ? "0" : "1", request.Kind, Keys.Part(request.Owner),
            request.Owner.Namespace ?? "", request.Owner.UserId ?? "", Present(request.SessionId),
            request.SessionId is null ? "" : Keys.Escape(request.SessionId), Present(request.Key), request.Payload,
            Present(request.TraceParent), due, request.Tracked ? "1" : "0",
            request.MaximumDelay is { } delay ? Present((delay.Ticks / TimeSpan.TicksPerMicrosecond).ToString(System.Globalization.CultureInfo.InvariantCulture)) : "",
        ]);
    }

    public void Enqueue(IReadOnlyList<TaskRequest> requests)
    {
        foreach (var request in requests)
            Enqueue(request);
    }

    /// <summary>Removes the queued tasks of a session.</summary>
    public void CancelQueued(SessionKey session) =>
        _operations.AddRange(["cancel", 2, Keys.Part(session.Owner), Keys.Escape(session.SessionId)]);

    public RedisValue[] ToArguments() =>
        [now.ToMicroseconds(), _expectations.Count / 4, .. _expectations, .. _operations];

    private void Expect(string kind, RedisKey key, RedisValue field, RedisValue value) =>
        _expectations.AddRange([kind, (string)key!, field, value.IsNull ? "" : "=" + (string)value!]);

    private static RedisValue Present(string? value) => value is null ? "" : "=" + value;
}
