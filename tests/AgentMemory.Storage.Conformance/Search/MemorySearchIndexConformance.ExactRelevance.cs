using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Conformance.Search;

/// <summary>Questions about random conversations that change at random, beside <see cref="RelevanceReference"/>.</summary>
public abstract partial class MemorySearchIndexConformance
{
    private static readonly string[] Vocabulary =
    [
        "river", "spain", "country", "italy", "moon", "stone", "painted", "May", "yesterday", "2023", "JIRA-123", "x7",
        "東京タワー", "京都", "cat", "dog", "river", "moon",
    ];

    private static readonly MemoryFilter[] RelevanceFilters =
    [
        MemoryFilter.None, MemoryFilter.None, new() { UserId = TagFilter.Equal("ann") }, new() { SessionId = TagFilter.Equal("s1") },
        new() { MemoryType = TagFilter.Equal("message") }, new() { Topics = TagFilter.NotEqual("x") },
        new() { CreatedAt = new TimeFilter { Within = [TimeRange.AtMost(Samples.Then.AddMinutes(3).ToMicroseconds())] } },
        new() { Phrases = ["moon"], UserId = TagFilter.NotEqual("bob") },
    ];

    [Fact]
    public async Task Exact_relevance_is_that_of_looking_at_everything()
    {
        var seed = Random.Shared.Next();
        var (random, stored) = (new Random(seed), new List<MemoryRecord>());
        for (var round = 0; round < 25; round++)
        {
            for (var change = 0; change < 8; change++)
                await ChangeAsync(random, stored);
            for (var i = 0; i < 4; i++)
            {
                var query = RandomQuery(random);
                var filter = RelevanceFilters[random.Next(RelevanceFilters.Length)];
                var scope = random.Next(3) switch { 0 => OnlyAnn, 1 => AccessScope.Bound(["tests"], null), _ => Everything };
                var expected = new RelevanceReference(stored, scope, filter, query).Rank();

                // Few are all ranked in full, whether that is demanded or not.
                TextQuery[] queries = [query with { IsExact = true }, .. stored.Count <= RelevancePool.Size ? [query] : Array.Empty<TextQuery>()];
                foreach (var asked in queries)
                {
                    var found = await Store.Search.MatchAsync(scope, filter, asked, 1000, None);
                    Assert.True(
                        expected.Select(one => one.Id).SequenceEqual(found.Items.Select(item => item.Record.Id)),
                        $"Seed {seed}, round {round}, {query}, {filter}:\n{string.Join(' ', expected)}\n"
                        + string.Join(' ', found.Items.Select(item => (item.Record.Id, item.Value))));
                    Assert.All(found.Items.Zip(expected), pair => Assert.Equal(pair.Second.Score, pair.First.Value, 1e-4));
                    Assert.Equal(expected.Count, found.Total);
                }
            }
        }
    }

    private async Task ChangeAsync(Random random, List<MemoryRecord> stored)
    {
        var record = stored.Count > 0 ? stored[random.Next(stored.Count)] : null;
        if (record is null || random.Next(5) < 2)
        {
            var added = Enumerable.Range(0, random.Next(1, 5))
                .Select(i => RandomRecord(random, $"m{stored.Count + i}-{random.Next(100_000)}")).ToList();
            await UpsertAsync(added);
            stored.AddRange(added);
            return;
        }

        var place = stored.IndexOf(record);
        if (random.Next(4) == 0)
        {
            await Store.LongTerm.DeleteAsync(Everything, [record.Key.AsLookup()], WriteCondition.None, None);
            stored.RemoveAt(place);
            return;
        }

        var other = RandomRecord(random, record.Id);
        other = random.Next(4) switch
        {
            0 => record with { Text = other.Text, Context = other.Context },
            1 => record with { SessionId = other.SessionId, CreatedAt = other.CreatedAt, MemoryType = other.MemoryType },
            2 => record with { Namespace = other.Namespace, UserId = other.UserId },
            _ => other,
        };
        await ReplaceAsync(other, record.Key);
        stored[place] = other;
    }

    private static MemoryRecord RandomRecord(Random random, string id) =>
        Samples.Record(random.Next(3) == 0 ? Bob : Ann, id, RandomText(random)) with
        {
            MemoryType = random.Next(5) == 0 ? MemoryType.Semantic : MemoryType.Message,
            SessionId = random.Next(8) == 0 ? null : $"s{random.Next(1, 4)}",
            CreatedAt = Samples.Then.AddMinutes(random.Next(6)),
            EventDate = random.Next(4) == 0 ? InMay(random.Next(1, 30)) : null,
            Topics = random.Next(3) == 0 ? ["x"] : [],
            Context = random.Next(2) == 0 ? RandomText(random) : null,
        };

    private static DateTimeOffset InMay(int day) => new(2023, 5, day, 12, 0, 0, TimeSpan.Zero);

    private static string RandomText(Random random) =>
        (random.Next(3) switch { 0 => "Ann: ", 1 => "Bob: ", _ => "" }) + string.Join(' ', random.GetItems(Vocabulary, random.Next(1, 7)))
        + (random.Next(4) == 0 ? "?" : "");

    private static TextQuery RandomQuery(Random random)
    {
        string[] asked = ["What about ", "When did Ann see ", "Which country has ", "In May 2023, "];
        return TextQueryParser.ParseQuestion(
            asked[random.Next(asked.Length)] + string.Join(' ', random.GetItems(Vocabulary, random.Next(1, 4)))
            + (random.Next(4) == 0 ? " \"river moon\"" : "") + "?",
            new DateOnly(2026, 1, 31));
    }
}
