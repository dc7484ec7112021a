using System.Collections.Frozen;
using System.Globalization;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Tenancy;
using AgentMemory.Usage;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Usage;

/// <summary>
/// Of each day, a hash of sums per namespace and one per owner (<see cref="UsageFields"/>), a set of the day's namespaces and
/// one of its owners; and an ordered set of the days. Budgets and reports of whole namespaces never touch what single users had.
/// </summary>
internal sealed class RedisUsageStore(RedisStore store) : IUsageStore
{
    private RedisKey Days => store.Keys.Of("usage-days");

    public Task AddAsync(UsageEntry entry, CancellationToken cancellationToken) => store.WriteAsync(
        Ulid.New(),
        batch =>
        {
            var day = entry.Day.DayNumber;
            batch.Do("ZADD", Days, day, day);
            batch.Do("SADD", NamespacesOf(day), Keys.Escape(entry.Owner.Namespace ?? ""));
            batch.Do("SADD", OwnersOf(day), Keys.Part(entry.Owner));
            foreach (var (field, value) in UsageFields.Write(entry))
            {
                batch.Do("HINCRBY", KeyOf(day, entry.Owner.Namespace ?? ""), field, value);
                batch.Do("HINCRBY", KeyOf(day, entry.Owner), field, value);
            }

            return Task.FromResult(true);
        },
        cancellationToken);

    public Task<IReadOnlyList<NamespaceUsage>> ReadAsync(
        AccessScope scope, string? @namespace, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<NamespaceUsage>>(
            async database =>
            {
                var days = await database.SortedSetRangeByScoreAsync(Days, from.DayNumber, to.DayNumber);
                var sums = await Task.WhenAll(days.Select(day => ReadAsync(database, scope, @namespace, (int)day)));
                return [.. sums.SelectMany(day => day)];
            },
            cancellationToken);

    public Task<long> TokensAsync(string? @namespace, DateOnly day, CancellationToken cancellationToken) => store.ReadAsync(
        async database => UsageFields.Tokens(await database.HashGetAllAsync(KeyOf(day.DayNumber, @namespace ?? ""))),
        cancellationToken);

    public async Task<int> PurgeAsync(DateOnly before, CancellationToken cancellationToken)
    {
        var days = await store.ReadAsync(
            database => database.SortedSetRangeByScoreAsync(Days, stop: before.DayNumber, exclude: Exclude.Stop), cancellationToken);
        var purged = 0;
        foreach (var day in days)
            purged += await PurgeAsync((int)day, cancellationToken);
        return purged;
    }

    /// <summary>Sums of a day, by namespace, model and operation.</summary>
    private async Task<IEnumerable<NamespaceUsage>> ReadAsync(IDatabase database, AccessScope scope, string? @namespace, int day)
    {
        var owners = await OwnersAsync(database, scope, NamespacesOf(scope, @namespace), day);
        var sums = await Task.WhenAll(owners.Select(async owner => UsageFields.Read(
            DateOnly.FromDayNumber(day), owner.Namespace,
            await database.HashGetAllAsync(scope.Users is null ? KeyOf(day, owner.Namespace ?? "") : KeyOf(day, owner)))));
        return UsageFields.Sum(sums.SelectMany(sum => sum));
    }

    /// <summary>Whose sums to read: owners, or, for who may see all users, namespaces.</summary>
    private async Task<IEnumerable<Owner>> OwnersAsync(
        IDatabase database, AccessScope scope, FrozenSet<string>? namespaces, int day)
    {
        if (scope.Users is not { } users)
        {
            var all = namespaces ?? (await database.SetMembersAsync(NamespacesOf(day))).Select(part => Keys.Unescape((string)part!));
            return all.Select(name => new Owner(name, null));
        }

        return namespaces is null
            ? (await database.SetMembersAsync(OwnersOf(day))).Select(part => Keys.ReadOwner((string)part!)).Where(scope.Contains)
            : namespaces.SelectMany(name => users.Select(user => new Owner(name, user)));
    }

    /// <returns><see langword="null"/> for every one.</returns>
    private static FrozenSet<string>? NamespacesOf(AccessScope scope, string? @namespace) =>
        string.IsNullOrEmpty(@namespace) ? scope.Namespaces
        : scope.Namespaces is { } allowed && !allowed.Contains(@namespace) ? FrozenSet<string>.Empty
        : FrozenSet.Create(StringComparer.Ordinal, @namespace);

    private Task<int> PurgeAsync(int day, CancellationToken cancellationToken) => store.WriteAsync(
        string.Create(CultureInfo.InvariantCulture, $"usage {day}"),
        async batch =>
        {
            var namespaces = batch.Database.SetMembersAsync(NamespacesOf(day));
            var owners = Array.ConvertAll(
                await batch.Database.SetMembersAsync(OwnersOf(day)), part => KeyOf(day, Keys.ReadOwner((string)part!)));
            if (owners.Length == 0)
                return 0;
            var fields = await Task.WhenAll(owners.Select(owner => batch.Database.HashLengthAsync(owner)));
            // Days that are over get no more sums, so nothing else is expected than that nobody else purged it.
            batch.ExpectExists(OwnersOf(day), true);
            batch.Do("ZREM", Days, day);
            batch.DoMany("DEL", OwnersOf(day), Array.ConvertAll(owners, owner => (RedisValue)(string)owner!));
            batch.DoMany("DEL", NamespacesOf(day), Array.ConvertAll(await namespaces, part => (RedisValue)(string)KeyOf(day, Keys.Unescape((string)part!))!));
            return (int)(fields.Sum() / UsageFields.PerSum);
        },
        cancellationToken);

    private RedisKey NamespacesOf(int day) => store.Keys.Of("usage-namespaces", day.ToString(CultureInfo.InvariantCulture));

    private RedisKey OwnersOf(int day) => store.Keys.Of("usage-owners", day.ToString(CultureInfo.InvariantCulture));

    private RedisKey KeyOf(int day, string @namespace) =>
        store.Keys.Of(string.Create(CultureInfo.InvariantCulture, $"usage:{day}"), @namespace);

    private RedisKey KeyOf(int day, Owner owner) => store.Keys.Of(string.Create(CultureInfo.InvariantCulture, $"usage-of:{day}"), owner);
}
