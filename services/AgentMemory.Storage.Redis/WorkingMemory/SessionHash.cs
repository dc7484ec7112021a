using System.Globalization;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.WorkingMemory;

/// <summary>Fields of a hash as they were read.</summary>
internal sealed class SessionHash
{
    private readonly Dictionary<string, RedisValue> _fields = new(StringComparer.Ordinal);

    /// <param name="names">The fields that were asked for.</param>
    /// <param name="values">Their values, in this order; those of absent fields are null.</param>
    public SessionHash(string[] names, RedisValue[] values)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (!values[i].IsNull)
                _fields.Add(names[i], values[i]);
        }
    }

    /// <param name="all">Fields and values by turns, as HGETALL gives them.</param>
    public SessionHash(RedisValue[] all)
    {
        for (var i = 0; i + 1 < all.Length; i += 2)
            _fields.Add((string)all[i]!, all[i + 1]);
    }

    public bool IsEmpty => _fields.Count == 0;

    /// <exception cref="FormatException">There is no such field.</exception>
    public string Text(string field) => TextOrNull(field) ?? throw new FormatException($"A session has no field {field}");

    public string? TextOrNull(string field) => _fields.TryGetValue(field, out var value) ? (string?)value : null;

    /// <inheritdoc cref="Text"/>
    public long Whole(string field) => WholeOrNull(field) ?? throw new FormatException($"A session has no field {field}");

    public long? WholeOrNull(string field) =>
        TextOrNull(field) is { } text ? long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : null;

    public DateTimeOffset? TimeOrNull(string field) => WholeOrNull(field) is { } at ? Timestamp.FromMicroseconds(at) : null;
}
