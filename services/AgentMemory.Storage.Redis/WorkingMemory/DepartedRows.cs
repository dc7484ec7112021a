using AgentMemory.Storage.Redis.Database;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.WorkingMemory;

/// <summary>
/// One kind of messages that left a session, while it is changed by a write: a hash from
/// <see cref="DepartedMessage.FieldOf"/> to the row, and the fields ordered by position. A message that left twice is one row.
/// </summary>
/// <param name="maximum">Departures that are remembered, the newest.</param>
internal sealed class DepartedRows(RedisKey rows, RedisKey order, int maximum)
{
    private readonly Dictionary<string, DepartedMessage?> _rows = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private bool _isAnyStored = true;
    private bool _isCleared;

    /// <summary>Rows there are.</summary>
    public long Count { get; private set; }

    /// <summary>Rows up to this position are of a session before this one, and say nothing of when they were persisted.</summary>
    public long Outlived { get; set; }

    public bool IsChanged => _isCleared || _changed.Count > 0;

    /// <summary>Reads those of the fields that are not known yet.</summary>
    public async Task LoadAsync(IDatabaseAsync database, IEnumerable<string> fields)
    {
        var unknown = fields.Where(field => !_rows.ContainsKey(field)).Distinct(StringComparer.Ordinal).ToArray();
        if (unknown.Length == 0)
            return;
        var values = _isAnyStored
            ? await database.HashGetAsync(rows, Array.ConvertAll(unknown, field => (RedisValue)field))
            : new RedisValue[unknown.Length];
        for (var i = 0; i < unknown.Length; i++)
            _rows[unknown[i]] = values[i].IsNull ? null : DepartedMessage.Read(values[i], outlived: 0);
    }

    /// <summary>Told once how many rows are stored.</summary>
    public void Begin(long count, long outlived) => (Count, Outlived, _isAnyStored) = (count, outlived, count > 0);

    /// <summary>The row, which was loaded before.</summary>
    public DepartedMessage? Find(string field) =>
        _rows[field] is { } row && row.Position <= Outlived ? row with { PersistedAt = null } : _rows[field];

    public void Set(string field, DepartedMessage? row)
    {
        Count += (row is null ? 0 : 1) - (_rows[field] is null ? 0 : 1);
        _rows[field] = row;
        _changed.Add(field);
    }

    public void Clear()
    {
        foreach (var field in _rows.Keys)
            _rows[field] = null;
        _changed.Clear();
        (_isAnyStored, _isCleared, Count) = (false, true, 0);
    }

    /// <summary>Drops the oldest beyond what is remembered.</summary>
    public async Task BoundAsync(IDatabase database, long newest)
    {
        var last = newest - maximum;
        if (last <= 0)
            return;
        if (_isAnyStored)
        {
            var old = await database.SortedSetRangeByScoreAsync(order, double.NegativeInfinity, last);
            await LoadAsync(database, old.Select(field => (string)field!));
        }

        foreach (var field in _rows.Where(row => row.Value?.Position <= last).Select(row => row.Key).ToList())
            Set(field, null);
    }

    public void Write(WriteBatch batch)
    {
        if (_isCleared)
        {
            batch.Do("UNLINK", rows);
            batch.Do("UNLINK", order);
        }

        var (gone, written, positions) = (new List<RedisValue>(), new List<RedisValue>(), new List<RedisValue>());
        foreach (var field in _changed)
        {
            if (_rows[field] is { } row)
            {
                written.AddRange([field, row.Write()]);
                positions.AddRange([row.Position, field]);
            }
            else
            {
                gone.Add(field);
            }
        }

        batch.DoMany("HDEL", rows, [.. gone]);
        batch.DoMany("ZREM", order, [.. gone]);
        batch.DoMany("HSET", rows, [.. written], stride: 2);
        batch.DoMany("ZADD", order, [.. positions], stride: 2);
    }
}
