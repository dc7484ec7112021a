using AgentMemory.Errors;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Conformance.WorkingMemory;

public abstract partial class WorkingMemoryStoreConformance
{
    [Fact]
    [Trait("Trap", "T28")]
    public async Task Concurrent_appends_keep_every_message_once_in_one_order()
    {
        const int Writers = 32, Batches = 5;
        var other = await OtherClientAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(writer))));

        var session = await GetAsync(Ann);
        Assert.Equal(Writers * Batches * 2, session.Messages.Count);
        Assert.Equal(Ids(session).Distinct().Count(), session.Messages.Count);
        foreach (var own in session.Messages.GroupBy(message => message.Id.Split('-')[0]))
            Assert.Equal(Enumerable.Range(0, Batches * 2), own.Select(message => int.Parse(message.Id.Split('-')[1], null)));
        Assert.Equal(session.Messages, (await FindAsync(other, Ann))!.Messages);
        Assert.Equal(Writers * Batches, results.SelectMany(versions => versions).Distinct().Count());

        async Task<List<long>> WriteAsync(int writer)
        {
            var client = writer % 2 == 0 ? Store : other;
            var versions = new List<long>();
            for (var batch = 0; batch < Batches; batch++)
            {
                var append = new SessionAppend
                {
                    Key = Session(Ann),
                    Messages = [Samples.Message($"{writer}-{batch * 2}"), Samples.Message($"{writer}-{(batch * 2) + 1}")],
                };
                var result = await client.WorkingMemory.AppendAsync(OnlyAnn, append, WriteCondition.None, [], None);
                Assert.Equal(2, result.Appended);
                versions.Add(result.Version);
            }

            return versions;
        }
    }

    [Fact]
    [Trait("Trap", "T10")]
    public async Task Conditional_puts_never_lose_a_concurrent_append()
    {
        const int Appenders = 4, Appends = 25, Puts = 10;
        await PutAsync(Ann);
        var other = await OtherClientAsync();

        await Task.WhenAll(
            Task.WhenAll(Enumerable.Range(0, Appenders).Select(appender => Task.Run(() => AppendManyAsync(appender)))),
            Task.Run(() => PutManyAsync(Store, "put")),
            Task.Run(() => PutManyAsync(other, "other")));

        var expected = Enumerable.Range(0, Appenders)
            .SelectMany(appender => Enumerable.Range(0, Appends).Select(i => $"{appender}-{i}"))
            .Concat(Enumerable.Range(0, Puts).SelectMany(i => new[] { $"put-{i}", $"other-{i}" }));
        Assert.Equal(expected.Order(), Ids(await GetAsync(Ann)).Order());

        async Task AppendManyAsync(int appender)
        {
            var client = appender % 2 == 0 ? Store : other;
            for (var i = 0; i < Appends; i++)
            {
                var append = new SessionAppend { Key = Session(Ann), Messages = [Samples.Message($"{appender}-{i}")] };
                await client.WorkingMemory.AppendAsync(OnlyAnn, append, WriteCondition.None, [], None);
                await Task.Yield();
            }
        }

        async Task PutManyAsync(StoreFixture client, string marker)
        {
            for (var i = 0; i < Puts;)
            {
                var read = (await FindAsync(client, Ann))!;
                var replacement = Replacement(Ann, [.. read.Messages, Samples.Message($"{marker}-{i}")]);
                try
                {
                    await client.WorkingMemory.PutAsync(OnlyAnn, replacement, WriteCondition.Version(read.Version), [], None);
                    i++;
                }
                catch (VersionMismatchException)
                {
                    await Task.Delay(Random.Shared.Next(1, 4));
                }
            }
        }
    }

    [Fact]
    public async Task Only_one_of_many_creators_succeeds()
    {
        var other = await OtherClientAsync();

        var attempts = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            try
            {
                var client = i % 2 == 0 ? Store : other;
                await client.WorkingMemory.PutAsync(
                    OnlyAnn, Replacement(Ann, Samples.Message($"m{i}")), WriteCondition.MustNotExist, [NewTask(Ann, payload: $"{i}")], None);
                return i;
            }
            catch (VersionMismatchException)
            {
                return -1;
            }
        })));

        var winner = Assert.Single(attempts, i => i >= 0);
        Assert.Equal([$"m{winner}"], Ids(await GetAsync(Ann)));
        Assert.Equal(1, (await Store.Tasks.CountAsync(None)).Queued);
    }

    [Fact]
    public async Task The_other_client_sees_every_kind_of_write_at_once()
    {
        var other = await OtherClientAsync();
        Assert.Null(await FindAsync(other, Ann));

        await PutAsync(Ann, Samples.Message("m1"));
        Assert.Equal(["m1"], Ids((await FindAsync(other, Ann))!));

        await AppendAsync(Ann, Samples.Message("m2"));
        Assert.Equal(["m1", "m2"], Ids((await FindAsync(other, Ann))!));

        await PutAsync(Ann, Samples.Message("m3"));
        Assert.Equal(["m3"], Ids((await FindAsync(other, Ann))!));

        await other.WorkingMemory.AppendAsync(
            OnlyAnn, new SessionAppend { Key = Session(Ann), Messages = [Samples.Message("m4")] }, WriteCondition.None, [], None);
        Assert.Equal(["m3", "m4"], Ids(await GetAsync(Ann)));

        await other.WorkingMemory.DeleteAsync(OnlyAnn, new SessionLookup("s1", null, null), WriteCondition.None, None);
        Assert.Null(await FindAsync(Ann));
    }
}
