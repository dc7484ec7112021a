using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Conformance.WorkingMemory;

public abstract partial class WorkingMemoryStoreConformance
{
    private async Task<SessionPage> ListAsync(
        AccessScope scope, string? @namespace = null, string? userId = null, int limit = 100, int offset = 0) =>
        await Sessions.ListAsync(scope, new SessionListing(@namespace, userId, limit, offset), None);

    private async Task PutManyAsync(Owner owner, string prefix, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(1));
            await PutAsync(new SessionReplacement { Key = Session(owner, $"{prefix}{i:00}") });
        }
    }

    [Fact]
    [Trait("Spec", "2.2")]
    public async Task Sessions_are_listed_newest_first()
    {
        await PutAsync(new SessionReplacement { Key = Session(Ann, "oldest"), CreatedAt = Samples.Then });
        await PutManyAsync(Ann, "a", 3);
        await AppendToAsync("a00");

        var page = await ListAsync(Everything);

        Assert.Equal(["a02", "a01", "a00", "oldest"], page.Sessions.Select(key => key.SessionId));
        Assert.Equal(4, page.Total);
    }

    [Fact]
    [Trait("Spec", "2.2")]
    public async Task Listing_narrows_by_namespace_and_user_exactly()
    {
        await PutManyAsync(Ann, "a", 2);
        await PutManyAsync(Bob, "b", 1);
        await PutManyAsync(new Owner("other", "ann"), "c", 1);
        await PutManyAsync(Nobody, "d", 1);

        Assert.Equal((5, 3, 3, 2, 0, 0), (
            (await ListAsync(Everything)).Total, (await ListAsync(Everything, "tests")).Total,
            (await ListAsync(Everything, null, "ann")).Total, (await ListAsync(Everything, "tests", "ann")).Total,
            (await ListAsync(Everything, "Tests")).Total, (await ListAsync(Everything, "te")).Total));
        Assert.All((await ListAsync(Everything, null, "ann")).Sessions, key => Assert.Equal("ann", key.Owner.UserId));
    }

    [Fact]
    public async Task Listing_and_its_total_stay_in_scope()
    {
        await PutManyAsync(Ann, "a", 2);
        await PutManyAsync(Bob, "b", 3);
        await PutManyAsync(Nobody, "n", 1);

        Assert.Equal(2, (await ListAsync(OnlyAnn)).Total);
        Assert.All((await ListAsync(OnlyAnn)).Sessions, key => Assert.Equal(Ann, key.Owner));
        Assert.Equal((0, 0), (await CountAsync(OnlyAnn, "bob"), await CountAsync(AccessScope.Bound(["other"], null), null)));
        Assert.Equal((5, 1), (await CountAsync(AccessScope.Bound(["tests"], null), null), await CountAsync(AccessScope.Bound(null, [""]), null)));

        async Task<long> CountAsync(AccessScope scope, string? userId)
        {
            var page = await ListAsync(scope, null, userId);
            Assert.Equal(page.Total, page.Sessions.Count);
            return page.Total;
        }
    }

    [Fact]
    [Trait("Trap", "T48")]
    public async Task Paging_covers_sessions_of_the_same_moment_once()
    {
        for (var i = 0; i < 25; i++)
            await PutAsync(new SessionReplacement { Key = Session(i % 2 == 0 ? Ann : Bob, $"s{i * 7 % 25}"), CreatedAt = Samples.Then });

        var seen = new List<SessionKey>();
        for (var offset = 0; offset < 30; offset += 10)
        {
            var page = await ListAsync(Everything, limit: 10, offset: offset);
            Assert.Equal(25, page.Total);
            seen.AddRange(page.Sessions);
        }

        Assert.Equal(25, seen.Count);
        Assert.Equal(25, seen.Distinct().Count());
        Assert.Equal(seen, (await ListAsync(Everything)).Sessions);
        Assert.Empty((await ListAsync(Everything, offset: 25)).Sessions);
    }

    [Fact]
    [Trait("Trap", "T48")]
    public async Task Later_writes_to_listed_sessions_do_not_disturb_paging()
    {
        await PutManyAsync(Ann, "s", 20);
        var seen = new List<string>();

        for (var offset = 0; offset < 20; offset += 5)
        {
            seen.AddRange((await ListAsync(Everything, limit: 5, offset: offset)).Sessions.Select(key => key.SessionId));
            Clock.Advance(TimeSpan.FromSeconds(1));
            await AppendToAsync("s03");
            await PutAsync(new SessionReplacement { Key = Session(Ann, "s12"), LastAccessed = Clock.Now });
            await PutAsync(new SessionReplacement { Key = Session(Ann, seen[^1]), Context = "rewritten" });
        }

        Assert.Equal(Enumerable.Range(0, 20).Reverse().Select(i => $"s{i:00}"), seen);
    }

    private async Task AppendToAsync(string sessionId) => await Sessions.AppendAsync(
        Everything, new SessionAppend { Key = Session(Ann, sessionId), Messages = [Samples.Message(Guid.NewGuid().ToString())] },
        WriteCondition.None, [], None);
}
