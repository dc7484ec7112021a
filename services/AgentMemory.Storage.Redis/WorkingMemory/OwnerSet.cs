using System.Collections.Frozen;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Tenancy;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.WorkingMemory;

/// <summary>The owners a caller means: those in scope that agree with the parts named. An empty name is none.</summary>
internal sealed class OwnerSet
{
    private readonly string[]? _namespaces;
    private readonly string[]? _users;

    public OwnerSet(AccessScope scope, string? @namespace, string? userId) =>
        (_namespaces, _users) = (Narrow(scope.Namespaces, @namespace), Narrow(scope.Users, userId));

    public bool IsEmpty => _namespaces is { Length: 0 } || _users is { Length: 0 };

    /// <summary>The owner, where it can be one only.</summary>
    public Owner? Single => (_namespaces, _users) is ([var one], [var user]) ? new Owner(one, user) : null;

    /// <summary>As <c>session-scope.lua</c> reads it.</summary>
    public IEnumerable<RedisValue> ToArguments() => [.. ToArguments(_namespaces), .. ToArguments(_users)];

    private static IEnumerable<RedisValue> ToArguments(string[]? parts) =>
        parts is null ? [-1] : [parts.Length, .. parts.Select(part => (RedisValue)Keys.Escape(part))];

    private static string[]? Narrow(FrozenSet<string>? allowed, string? named)
    {
        if (string.IsNullOrEmpty(named))
            return allowed is null ? null : [.. allowed];
        return allowed is null || allowed.Contains(named) ? [named] : [];
    }
}
