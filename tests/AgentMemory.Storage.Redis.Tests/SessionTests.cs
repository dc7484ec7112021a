using AgentMemory.Storage.Conformance;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Redis.Tests;

/// <summary>What sessions on Redis do beyond the contract: how they are read again, and how scopes of any shape are paged.</summary>
public sealed class SessionTests : StoreConformance
{
    private static readonly Owner[] Owners =
    [
        new("a", "x"), new("a", "y"), new("b", "x"), new(null, "x"), new("a", null), new(null, null), new("a:x", "%3A"),
        new("n", "u:a"),
    ];

    protected override Task<StoreFixture> OpenStoreAsync() => RedisStoreFixture.NewAsync(needsSearch: false);

    [Fact]
    public async Task An_unchanged_session_is_the_same_instance_however_it_is_looked_up()
    {
        await PutAsync(Ann, "s", Samples.Message("m1"));

        var first = await FindAsync(Everything, new("s", Ann.Namespace, Ann.UserId));

        Assert.Same(first, await FindAsync(Everything, new("s", Ann.Namespace, Ann.UserId)));
        Assert.Same(first, await FindAsync(OnlyAnn, new("s", null, null)));
        Assert.Same(first, await FindAsync(Everything, new("s", null, null)));
        Assert.Same(first, (await Store.WorkingMemory.FindUnextractedAsync(OnlyAnn, first!.Key, None))!.Session);
    }

    [Fact]
    public async Task A_session_that_grew_is_read_as_by_those_who_never_saw_it()
    {
        var strategy = new MemoryStrategy { Strategy = "summary", Config = Samples.JsonObject("""{"a": 1}""") };
        await PutAsync(Ann, "s", Samples.Message("m1"), Samples.Message("m2"));
        var key = new SessionKey(Ann, "s");
        await FindAsync(OnlyAnn, key.AsLookup());
        for (var i = 3; i < 6; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Store.WorkingMemory.AppendAsync(
                OnlyAnn,
                new SessionAppend
                {
                    Key = key,
                    Messages = [Samples.Message($"m{i}")],
                    Ttl = TtlChange.To(i == 4 ? 60 : null),
                    Strategy = i == 4 ? strategy : null,
                },
                WriteCondition.None, [], None);

            var grown = (await FindAsync(OnlyAnn, key.AsLookup()))!;

            var whole = (await (await OtherClientAsync()).WorkingMemory.FindAsync(OnlyAnn, key.AsLookup(), None))!;
            Assert.Equal(whole.Messages, grown.Messages);
            Assert.Equal(Scalars(whole), Scalars(grown));
        }

        static object Scalars(Session session) => (
            session.Version, session.TtlSeconds, session.ExpiresAt, session.UpdatedAt, session.CreatedAt, session.LastAccessed,
            session.Strategy.Strategy, session.Strategy.Config.GetRawText(), session.Context, session.Tokens);
    }

    [Fact]
    public async Task Messages_before_those_that_were_added_are_read_again_when_their_flags_changed()
    {
        await PutAsync(Ann, "s", Samples.Message("m1"), Samples.Message("m2"));
        var key = new SessionKey(Ann, "s");
        await FindAsync(OnlyAnn, key.AsLookup());
        var other = (await OtherClientAsync()).WorkingMemory;
        await other.StampPromotedAsync(OnlyAnn, key, new PromotionStamp([], [Samples.Message("m1")], Clock.Now), None);
        await other.AppendAsync(
            OnlyAnn, new SessionAppend { Key = key, Messages = [Samples.Message("m3")] }, WriteCondition.None, [], None);

        var session = (await FindAsync(OnlyAnn, key.AsLookup()))!;

        Assert.Equal([Clock.Now, null, null], session.Messages.Select(message => message.PersistedAt));
    }

    [Fact]
    public async Task Any_scope_is_listed_and_looked_up_as_by_going_through_all_sessions()
    {
        var random = new Random(20261122);
        var stored = new List<(SessionKey Key, DateTimeOffset? ExpiresAt)>();
        for (var i = 0; i < 400; i++)
        {
            var key = new SessionKey(Owners[random.Next(Owners.Length)], $"s{random.Next(60)}");
            int? ttl = random.Next(3) == 0 ? random.Next(1, 100) : null;
            await Store.WorkingMemory.PutAsync(
                Everything, new SessionReplacement { Key = key, Ttl = TtlChange.To(ttl) }, WriteCondition.None, [], None);
            var known = stored.FindIndex(one => one.Key == key);
            if (known >= 0 && stored[known].ExpiresAt <= Clock.Now)
                stored.RemoveAt(known);
            else if (known >= 0)
                stored[known] = (key, Expiry(ttl));
            if (!stored.Exists(one => one.Key == key))
                stored.Add((key, Expiry(ttl)));
            Clock.Advance(TimeSpan.FromMilliseconds(200));
        }

        Assert.Contains(stored, one => one.ExpiresAt <= Clock.Now);
        for (var i = 0; i < 300; i++)
        {
            var scope = AccessScope.Bound(Some(owner => owner.Namespace), Some(owner => owner.UserId));
            var (ns, user) = (Named(owner => owner.Namespace), Named(owner => owner.UserId));
            var live = stored.Where(one => (one.ExpiresAt is null || one.ExpiresAt > Clock.Now) && scope.Contains(one.Key.Owner)
                && (ns is null || ns == one.Key.Owner.Namespace) && (user is null || user == one.Key.Owner.UserId))
                .Select(one => one.Key).ToList();
            var (limit, offset) = (random.Next(1, 30), random.Next(0, 40));

            var page = await Store.WorkingMemory.ListAsync(scope, new SessionListing(ns, user, limit, offset), None);

            Assert.Equal(live.Count, page.Total);
            Assert.Equal(live.AsEnumerable().Reverse().Skip(offset).Take(limit), page.Sessions);

            var lookup = new SessionLookup($"s{random.Next(60)}", ns, user);
            var same = live.Where(key => key.SessionId == lookup.SessionId).ToList();
            SessionKey? meant = same.Contains(lookup.ExactKey) ? lookup.ExactKey : same is [var only] ? only : null;
            Assert.Equal(meant, (await FindAsync(scope, lookup))?.Key);
        }

        DateTimeOffset? Expiry(int? ttl) => ttl is { } seconds ? Clock.Now.AddSeconds(seconds) : null;

        IEnumerable<string>? Some(Func<Owner, string?> part) =>
            random.Next(2) == 0 ? null : Owners.Where(_ => random.Next(3) == 0).Select(owner => part(owner) ?? "").Distinct();

        string? Named(Func<Owner, string?> part) => random.Next(3) > 0 ? null : part(Owners[random.Next(Owners.Length)]);
    }

    [Fact]
    public async Task A_list_merged_from_many_owners_is_paged_to_its_end()
    {
        var owners = Enumerable.Range(0, 7).Select(i => new Owner("n", $"u{i}")).ToArray();
        for (var i = 0; i < 500; i++)
            await PutAsync(owners[i * i % 7], $"s{i}");
        var scope = AccessScope.Bound(["n", "none"], owners.Select(owner => owner.UserId!));

        var seen = new List<string>();
        for (var offset = 0; offset < 500; offset += 100)
        {
            var page = await Store.WorkingMemory.ListAsync(scope, new SessionListing(null, null, 100, offset), None);
            seen.AddRange(page.Sessions.Select(key => key.SessionId));
        }

        Assert.Equal(Enumerable.Range(0, 500).Reverse().Select(i => $"s{i}"), seen);
    }

    private async Task<Session?> FindAsync(AccessScope scope, SessionLookup lookup) =>
        await Store.WorkingMemory.FindAsync(scope, lookup, None);

    private async Task PutAsync(Owner owner, string id, params IReadOnlyList<MemoryMessage> messages) =>
        await Store.WorkingMemory.PutAsync(
            Everything, new SessionReplacement { Key = new(owner, id), Messages = messages }, WriteCondition.None, [], None);
}
