using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Conformance.WorkingMemory;

public abstract partial class WorkingMemoryStoreConformance
{
    private async Task<Session?> LookUpAsync(AccessScope scope, string? @namespace, string? userId) =>
        await Sessions.FindAsync(scope, new SessionLookup("s1", @namespace, userId), None);

    [Fact]
    public async Task An_unknown_session_is_not_found() =>
        Assert.Null(await LookUpAsync(Everything, null, null));

    [Fact]
    [Trait("Spec", "10.1")]
    public async Task The_exact_owner_wins_over_other_sessions_of_the_same_id()
    {
        await PutAsync(Ann, Samples.Message("of-ann"));
        await PutAsync(Nobody, Samples.Message("of-nobody"));

        Assert.Equal(["of-nobody"], Ids((await LookUpAsync(Everything, null, null))!));
        Assert.Equal(["of-ann"], Ids((await LookUpAsync(Everything, Ann.Namespace, Ann.UserId))!));
    }

    [Theory]
    [Trait("Spec", "10.1")]
    [InlineData(null, null)]
    [InlineData("tests", null)]
    [InlineData(null, "ann")]
    public async Task Without_an_exact_match_the_only_session_that_agrees_is_found(string? @namespace, string? userId)
    {
        await PutAsync(Ann, Samples.Message("of-ann"));

        var found = await LookUpAsync(Everything, @namespace, userId);

        Assert.Equal(Session(Ann), found?.Key);
    }

    [Theory]
    [Trait("Spec", "10.1")]
    [InlineData("other", null)]
    [InlineData(null, "bob")]
    [InlineData("tests", "bob")]
    [InlineData("other", "ann")]
    [InlineData("tests", "ANN")]
    [InlineData("Tests", null)]
    [InlineData("test", null)]
    [InlineData("tests ", null)]
    public async Task A_session_that_contradicts_a_given_part_is_not_found(string? @namespace, string? userId)
    {
        await PutAsync(Ann);

        Assert.Null(await LookUpAsync(Everything, @namespace, userId));
    }

    [Fact]
    [Trait("Spec", "10.1")]
    public async Task Several_sessions_that_agree_are_none()
    {
        await PutAsync(Ann);
        await PutAsync(Bob);

        Assert.Null(await LookUpAsync(Everything, null, null));
        Assert.Null(await LookUpAsync(Everything, "tests", null));
        Assert.Equal(Session(Bob), (await LookUpAsync(Everything, null, "bob"))?.Key);
    }

    [Fact]
    public async Task Only_sessions_in_scope_count_for_ambiguity()
    {
        await PutAsync(Ann);
        await PutAsync(Bob);

        Assert.Equal(Session(Ann), (await LookUpAsync(OnlyAnn, null, null))?.Key);
    }

    [Fact]
    public async Task An_expired_session_does_not_make_a_look_up_ambiguous()
    {
        await PutAsync(Replacement(Ann) with { Ttl = TtlChange.To(10) });
        await PutAsync(Bob);
        Clock.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(Session(Bob), (await LookUpAsync(Everything, null, null))?.Key);
    }

    [Fact]
    public async Task Another_owners_session_is_never_found()
    {
        await PutAsync(Ann);

        Assert.Null(await LookUpAsync(OnlyBob, Ann.Namespace, Ann.UserId));
        Assert.Null(await LookUpAsync(OnlyBob, null, null));
        Assert.Null(await LookUpAsync(AccessScope.Bound(["other"], null), null, null));
        Assert.Null(await LookUpAsync(AccessScope.Of(Nobody), null, null));
        Assert.Null(await LookUpAsync(AccessScope.Bound(null, [""]), null, "ann"));
    }

    [Fact]
    public async Task A_scope_with_several_values_sees_all_of_them_and_no_more()
    {
        await PutAsync(Ann);
        await PutAsync(Nobody);
        var scope = AccessScope.Bound(["tests", ""], ["", "bob"]);

        Assert.Equal(Session(Nobody), (await LookUpAsync(scope, null, null))?.Key);
        Assert.Null(await LookUpAsync(scope, "tests", "ann"));
    }

    [Theory]
    [Trait("Trap", "T29")]
    [InlineData("x", null, null, "x")]
    [InlineData("a:b", "c", "a", "b:c")]
    [InlineData("a/b", null, "a", "b")]
    [InlineData("{a}", "b", "a", "b")]
    [InlineData("null", null, null, null)]
    [InlineData("-", "-", null, null)]
    public async Task Owners_that_read_alike_have_separate_sessions(string? ns1, string? user1, string? ns2, string? user2)
    {
        var (one, two) = (new Owner(ns1, user1), new Owner(ns2, user2));
        await PutAsync(one, Samples.Message("one"));
        await PutAsync(two, Samples.Message("two"));

        Assert.Equal(["one"], Ids(await GetAsync(one)));
        Assert.Equal(["two"], Ids(await GetAsync(two)));
    }

    [Theory]
    [Trait("Trap", "T29")]
    [InlineData("migration:complete")]
    [InlineData("a b/c?d=e&f#g%20")]
    [InlineData("S1")]
    [InlineData("it's; DROP TABLE sessions")]
    [InlineData("zażółć 日本 👩‍👩‍👧")]
    [InlineData("*")]
    [InlineData("%")]
    public async Task Session_ids_are_exact(string id)
    {
        await PutAsync(Ann, Samples.Message("of-s1"));
        await PutAsync(new SessionReplacement { Key = Session(Ann, id), Messages = [Samples.Message("of-it")] });

        Assert.Equal(["of-it"], Ids(await GetAsync(Ann, id)));
        Assert.Equal(["of-s1"], Ids(await GetAsync(Ann)));
    }
}
