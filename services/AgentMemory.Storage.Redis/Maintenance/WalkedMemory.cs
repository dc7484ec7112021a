using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Redis.LongTermMemory;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Maintenance;

/// <summary>A record that may be other than this version writes it.</summary>
internal sealed class WalkedMemory
{
    private readonly RedisValue[] _values;

    /// <param name="values">Of <see cref="StoredMemory.Fields"/>.</param>
    public WalkedMemory(MemoryKey key, RedisValue[] values)
    {
        (Key, _values) = (key, values);
        try
        {
            // A record that lies under another key than its own is nobody's.
            Stored = StoredMemory.Read(values) is { Record.Id.Length: > 0 } stored && stored.Record.Key == key ? stored : null;
        }
        catch (Exception failure) when (Unreadable.Is(failure))
        {
            Stored = null;
        }
    }

    public MemoryKey Key { get; }

    /// <summary>Whether anything is stored under the key.</summary>
    public bool Exists => _values.Any(value => !value.IsNull);

    /// <summary><see langword="null"/> when it cannot be read.</summary>
    public StoredMemory? Stored { get; }

    public RedisValue Revision => _values[0];

    /// <summary>A field of <see cref="MemoryFields.Members"/>, whatever it holds.</summary>
    public string? Text(string field) => (string?)_values[Array.IndexOf(StoredMemory.Fields, field)];
}
