using System.Globalization;
using AgentMemory.LongTermMemory;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Database;

/// <summary>
/// Names of keys. All begin with the store's hash tag, so whatever one script touches is in one slot of a cluster. Parts are
/// escaped, so that no id, namespace or user can be mistaken for another or for a part of the name; NUL too, at which Redis
/// Search takes a key to end.
/// </summary>
internal sealed class Keys(string name)
{
    /// <summary>Of every key.</summary>
    public string Root { get; } = "{" + name + "}:";

    /// <summary>What scripts are routed by and derive all other keys from.</summary>
    public RedisKey Anchor => Root;

    public RedisKey Of(string kind) => Root + kind;

    public RedisKey Of(string kind, string part) => Root + kind + ":" + Escape(part);

    public RedisKey Of(string kind, Owner owner) => Root + kind + ":" + Part(owner);

    public RedisKey Of(string kind, Owner owner, string id) => Root + kind + ":" + Part(owner, id);

    public RedisKey Of(string kind, SessionKey session) => Of(kind, session.Owner, session.SessionId);

    public RedisKey Of(string kind, MemoryKey memory) => Of(kind, memory.Owner, memory.Id);

    /// <summary>The owner as one part of a key or member; <see cref="ReadPart"/> reads it.</summary>
    public static string Part(Owner owner) => Escape(owner.Namespace ?? "") + ":" + Escape(owner.UserId ?? "");

    public static string Part(Owner owner, string id) => Part(owner) + ":" + Escape(id);

    /// <summary>The owner and the id of a part that has both.</summary>
    public static (Owner Owner, string Id) ReadPart(string part)
    {
        var parts = part.Split(':');
        return parts.Length == 3
            ? (new Owner(Unescape(parts[0]), Unescape(parts[1])), Unescape(parts[2]))
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"A key part has {parts.Length} parts, not three"));
    }

    /// <summary>Of an owner alone.</summary>
    public static Owner ReadOwner(string part)
    {
        var parts = part.Split(':');
        return new Owner(Unescape(parts[0]), Unescape(parts[1]));
    }

    public static string Escape(string part) =>
        part.AsSpan().ContainsAny('%', ':', '\0')
            ? part.Replace("%", "%25", StringComparison.Ordinal).Replace(":", "%3A", StringComparison.Ordinal)
                .Replace("\0", "%00", StringComparison.Ordinal)
            : part;

    public static string Unescape(string part) =>
        part.Contains('%', StringComparison.Ordinal)
            ? part.Replace("%00", "\0", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal)
                .Replace("%25", "%", StringComparison.Ordinal)
            : part;
}
