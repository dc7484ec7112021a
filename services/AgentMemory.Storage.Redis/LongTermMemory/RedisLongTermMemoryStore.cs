using System.Collections.Frozen;
using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Storage.Redis.Search;
using AgentMemory.Tenancy;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.LongTermMemory;

/// <summary>Finding one record. Queries, writing and merging are in the other parts.</summary>
/// <remarks>
/// A record is a hash, which the search index reads; beside it are strings for aliases, and ordered sets for the aliases of a
/// record, the records of the same content, the owners of an id and the merges of a record. Nobody but <see cref="MemoryUnit"/>
/// writes them, and all in one commit.
/// </remarks>
internal sealed partial class RedisLongTermMemoryStore(RedisStore store, MemoryIndex index) : ILongTermMemoryStore
{
    private static readonly string FindScript = StoreScripts.Read("keys", "memory-find");

    public async ValueTask<MemoryRecord?> FindAsync(AccessScope scope, MemoryLookup lookup, CancellationToken cancellationToken) =>
        (await ResolveAsync(scope, lookup, cancellationToken))?.Record;

    /// <summary>The one record in scope that a look-up stands for, directly or by an alias.</summary>
    private async Task<StoredMemory?> ResolveAsync(AccessScope scope, MemoryLookup lookup, CancellationToken cancellationToken)
    {
        if (Owners(scope, lookup) is not { } owners)
            return null;
        RedisValue[] arguments = [Keys.Escape(lookup.Id), StoredMemory.Fields.Length, .. StoredMemory.Fields, .. owners];
        var found = (RedisResult[])(await store.RunAsync(FindScript, arguments, cancellationToken))!;
        return found switch
        {
            [] => null,
            [var record] => StoredMemory.Read((RedisValue[])record!),
            _ => throw MemoryConflict.Ambiguous(lookup.Id),
        };
    }

    /// <summary>The owners a look-up may mean, as the script takes them; <see langword="null"/> for none.</summary>
    private static RedisValue[]? Owners(AccessScope scope, MemoryLookup lookup)
    {
        var namespaces = Narrow(scope.Namespaces, lookup.Namespace);
        var users = Narrow(scope.Users, lookup.UserId);
        if (namespaces is [] || users is [])
            return null;
        List<RedisValue> arguments = users is null ? [-1] : [users.Length, .. users.Select(user => (RedisValue)user)];
        if (namespaces is null)
            arguments.AddRange(["-", "+"]);
        foreach (var part in namespaces ?? [])
        {
            // Members are the escaped namespace, a colon and the escaped user.
            arguments.AddRange(users is [var user] ? [$"[{part}:{user}", $"[{part}:{user}"] : [$"[{part}:", $"({part};"]);
        }

        return [.. arguments];
    }

    /// <summary>What is allowed and, if it is named, meant; escaped. An empty name is none.</summary>
    /// <returns><see langword="null"/> for anything.</returns>
    private static string[]? Narrow(FrozenSet<string>? allowed, string? named) => (allowed, named) switch
    {
        (null, null or "") => null,
        ({ } all, null or "") => [.. all.Select(Keys.Escape)],
        _ => allowed is null || allowed.Contains(named) ? [Keys.Escape(named)] : [],
    };
}
