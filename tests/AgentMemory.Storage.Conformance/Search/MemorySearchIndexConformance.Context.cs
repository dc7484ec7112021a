using AgentMemory.LongTermMemory;
using AgentMemory.Maintenance;
using AgentMemory.Search;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Conformance.Search;

/// <summary>Questions: the messages around a message.</summary>
public abstract partial class MemorySearchIndexConformance
{
    private Task<IReadOnlyList<UpsertResult>> WriteConversationAsync() => UpsertAsync(
        [.. Enumerable.Range(1, 7).Select(i => Turn(Ann, $"t{i}", i == 4 ? "There is a river" : $"And there is more {i}", 10 * i))]);

    private async Task<string[]> AroundRiverAsync(
        AccessScope? scope = null, MemoryFilter? filter = null, StoreFixture? client = null) =>
        [.. (await MatchIdsAsync(Question("river"), scope, filter, client)).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task A_message_is_found_by_the_two_before_and_after_it()
    {
        await WriteConversationAsync();

        var ranked = await MatchIdsAsync(Question("river"));

        Assert.Equal("t4", ranked[0]);
        // What was said right after, before the last, last, and before.
        Assert.Equal(["t5", "t6", "t3", "t2"], ranked[1..]);
        Assert.Equal(["t4"], await MatchIdsAsync(Words("river")));
    }

    [Fact]
    public async Task The_message_after_a_question_is_nearly_as_relevant_as_the_question()
    {
        await UpsertAsync(
            Turn(Ann, "other", "Did they like the stone there?", 0, "s2"), Turn(Ann, "question", "Do you like the river there?", 1),
            Turn(Ann, "answer", "Yes I do like that there", 2));
        var asked = await RelevantAsync("river");
        await ReplaceAsync(Turn(Ann, "question", "I do like the river there", 1));
        var told = await RelevantAsync("river");

        Assert.Equal(["question", "answer"], asked.Keys);
        Assert.InRange(asked["answer"].Value / asked["question"].Value, 0.8, 1);
        Assert.InRange(told["answer"].Value / told["question"].Value, 0.2, 0.6);
    }

    [Fact]
    public async Task The_name_of_who_speaks_around_a_message_is_not_what_is_said_there()
    {
        await UpsertAsync(Turn(Ann, "t1", "Melanie: hello again", 1), Turn(Ann, "t2", "Carol: hello again", 2));

        Assert.Equal(["t1"], await MatchIdsAsync(Question("Melanie")));
        await ReplaceAsync(Turn(Ann, "t1", "Melanie: Melanie again", 1));
        Assert.Equal(["t1", "t2"], await MatchIdsAsync(Question("Melanie")));
    }

    [Fact]
    public async Task Context_is_of_messages_of_one_session_and_owner()
    {
        await UpsertAsync(
            Turn(Ann, "river", "river", 5), Turn(Ann, "same", "moon", 6), Turn(Ann, "other session", "moon", 6, "s2"),
            Turn(Bob, "other owner", "moon", 6), Turn(Ann, "fact", "moon", 6) with { MemoryType = MemoryType.Semantic },
            Turn(Ann, "no session", "river", 6, ""), Turn(Ann, "none either", "moon", 7, ""));

        Assert.Equal(["no session", "river", "same"], await AroundRiverAsync());
        Assert.Empty(await AroundRiverAsync(OnlyBob));
        Assert.Equal(["no session", "river", "same"], await AroundRiverAsync(OnlyAnn));
    }

    [Fact]
    public async Task Context_is_what_the_filter_admits()
    {
        await WriteConversationAsync();
        await ReplaceAsync(Turn(Ann, "t5", "And more", 50) with { Topics = ["kept"] });
        await ReplaceAsync(Turn(Ann, "t4", "There is a river", 40) with { Topics = ["kept"] });
        await ReplaceAsync(Turn(Ann, "t1", "And more", 10) with { Topics = ["kept"] });
        var topic = new MemoryFilter { Topics = TagFilter.Equal("kept") };
        var untilRiver = TimeRange.AtMost(Samples.Then.AddMinutes(40).ToMicroseconds());
        var early = new MemoryFilter { CreatedAt = new TimeFilter { Within = [untilRiver] } };
        var session = new MemoryFilter { SessionId = TagFilter.Equal("s1") };

        Assert.Equal(["t4", "t5"], await AroundRiverAsync(filter: topic));
        Assert.Equal(["t2", "t3", "t4"], await AroundRiverAsync(filter: early));
        Assert.Equal(["t2", "t3", "t4", "t5", "t6"], await AroundRiverAsync(filter: session));
        Assert.Empty(await AroundRiverAsync(filter: new MemoryFilter { MemoryType = TagFilter.Equal("semantic") }));
        Assert.Equal(
            [("t4", 1, 0), ("t5", 0, 0.3)],
            (await RelevantAsync("river", filter: topic)).Values.Select(found => (
                found.Record.Id, found.Explanation!.Words[0].Own, Math.Round(found.Explanation.Words[0].Context, 4))));
    }

    [Fact]
    public async Task A_fact_is_ranked_by_what_was_said_where_it_comes_from()
    {
        await UpsertAsync(
            Samples.Record(Ann, "painting", "User likes it") with { Context = "Do you like painting?\nI like it." },
            Samples.Record(Ann, "river", "User likes it") with { Context = "Do you like the river?\nYes, I like it." },
            Samples.Record(Ann, "moon", "The moon is far") with { Context = "Is the river far?" });

        var found = await RelevantAsync("Who likes the river?");

        Assert.Equal(["river", "painting"], found.Keys);
        Assert.Equal(0.3, Math.Round(found["river"].Explanation!.Words.Single(word => word.Word == "river").Context, 4));
        Assert.Empty(await MatchIdsAsync(Words("river")));
        await ReplaceAsync(Samples.Record(Ann, "river", "User likes it"));
        found = await RelevantAsync("Who likes the river?");
        Assert.Equal(2, found.Count);
        Assert.All(found.Values, one => Assert.DoesNotContain(one.Explanation!.Words, word => word.Word == "river"));
    }

    [Fact]
    public async Task Context_is_right_as_turns_arrive_in_any_order()
    {
        var other = await OtherClientAsync();
        await UpsertAsync(Turn(Ann, "t4", "river", 40));
        Assert.Equal(["t4"], await AroundRiverAsync());
        await UpsertAsync(Turn(Ann, "t7", "moon", 70));
        Assert.Equal(["t4", "t7"], await AroundRiverAsync(client: other));
        await UpsertAsync(Turn(Ann, "t1", "moon", 10), Turn(Ann, "t6", "moon", 60));
        Assert.Equal(["t1", "t4", "t6", "t7"], await AroundRiverAsync());
        await Store.LongTerm.UpsertAsync(
            Everything, [Turn(Ann, "t3", "moon", 30), Turn(Ann, "t5", "moon", 50), Turn(Ann, "t2", "moon", 20)],
            Operation("op", false), None);

        Assert.Equal(["t2", "t3", "t4", "t5", "t6"], await AroundRiverAsync());
        Assert.Equal(["t2", "t3", "t4", "t5", "t6"], await AroundRiverAsync(client: other));
    }

    [Fact]
    public async Task Messages_of_one_time_stand_in_the_order_in_which_they_were_stored()
    {
        await UpsertAsync([.. "zyxwvut".Select(id => Turn(Ann, id.ToString(), id == 'w' ? "river" : "moon"))]);

        Assert.Equal(["u", "v", "w", "x", "y"], await AroundRiverAsync());
    }

    [Fact]
    public async Task Context_follows_edits_and_deletions()
    {
        await WriteConversationAsync();

        await DeleteAsync("t3");
        Assert.Equal(["t1", "t2", "t4", "t5", "t6"], await AroundRiverAsync());
        await ReplaceAsync(Turn(Ann, "t4", "stone", 40));
        Assert.Empty(await AroundRiverAsync());
        await ReplaceAsync(Turn(Ann, "t7", "river", 70));
        Assert.Equal(["t5", "t6", "t7"], await AroundRiverAsync());
        await Store.LongTerm.DeleteAsync(Everything, [new MemoryLookup("t6"), new MemoryLookup("t5")], WriteCondition.None, None);
        Assert.Equal(["t2", "t4", "t7"], await AroundRiverAsync());
        await DeleteAsync("t7");
        Assert.Empty(await AroundRiverAsync());
    }

    [Fact]
    public async Task Context_follows_messages_to_other_times_sessions_owners_and_types()
    {
        await WriteConversationAsync();

        await ReplaceAsync(Turn(Ann, "t4", "river", 65));
        Assert.Equal(["t4", "t5", "t6", "t7"], await AroundRiverAsync());
        await ReplaceAsync(Turn(Ann, "t4", "river", 65, "s2"));
        Assert.Equal(["t4"], await AroundRiverAsync());
        await ReplaceAsync(Turn(Ann, "t1", "moon", 66, "s2"));
        Assert.Equal(["t1", "t4"], await AroundRiverAsync());
        await ReplaceAsync(Turn(Bob, "t1", "moon", 66, "s2"), new MemoryKey(Ann, "t1"));
        Assert.Equal(["t4"], await AroundRiverAsync());
        await ReplaceAsync(Turn(Bob, "t4", "river", 65, "s2"), new MemoryKey(Ann, "t4"));
        Assert.Equal(["t1", "t4"], await AroundRiverAsync(OnlyBob));
        await ReplaceAsync(Turn(Bob, "t1", "moon", 66, "s2") with { MemoryType = MemoryType.Episodic });
        Assert.Equal(["t4"], await AroundRiverAsync());
        await ReplaceAsync(Turn(Ann, "t4", "river", 35), new MemoryKey(Bob, "t4"));
        Assert.Equal(["t2", "t3", "t4", "t5", "t6"], await AroundRiverAsync());
        await ReplaceAsync(Turn(Ann, "t4", "river", 35) with { SessionId = null });
        Assert.Equal(["t4"], await AroundRiverAsync());
    }

    [Fact]
    public async Task Context_follows_merges_and_what_undoes_them()
    {
        await WriteConversationAsync();
        await UpsertAsync(Turn(Ann, "twin", "And there is more 3", 45));
        Assert.Equal(["t2", "t3", "t4", "t5", "twin"], await AroundRiverAsync());

        await Store.LongTerm.AbsorbAsync(Everything, new MemoryKey(Ann, "t3"), [new MemoryKey(Ann, "twin")], None);
        Assert.Equal(["t2", "t3", "t4", "t5", "t6"], await AroundRiverAsync());
        var merge = Assert.Single(await Store.LongTerm.ListMergesAsync(Everything, new MemoryKey(Ann, "t3"), 10, None));
        await Store.LongTerm.UndoMergeAsync(Everything, merge.Id, [], None);

        Assert.Equal(["t2", "t3", "t4", "t5", "twin"], await AroundRiverAsync());
    }

    [Fact]
    public async Task Imported_messages_have_their_context()
    {
        await Store.Import.ImportMemoriesAsync(
            [
                .. Enumerable.Range(1, 7).Reverse()
                    .Select(i => new MemoryImport(Turn(Ann, $"t{i}", i == 4 ? "river" : "moon", i), [])),
            ],
            dryRun: false, None);

        Assert.Equal(["t2", "t3", "t4", "t5", "t6"], await AroundRiverAsync());
    }

    [Fact]
    public async Task A_rebuilt_index_has_the_context_of_messages()
    {
        await WriteConversationAsync();
        var run = await Store.Maintenance.BeginAsync(MaintenanceKind.RebuildIndex, None);
        while (!(await Store.Maintenance.RebuildIndexAsync(run, 3, None)).IsFinished)
            continue;

        Assert.Equal(["t2", "t3", "t4", "t5", "t6"], await AroundRiverAsync());
    }
}
