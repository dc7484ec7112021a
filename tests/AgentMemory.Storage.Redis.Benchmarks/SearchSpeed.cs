using System.Diagnostics;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Search.Analysis;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Storage.Redis.LongTermMemory;
using AgentMemory.Storage.Redis.Search;
using AgentMemory.Storage.Redis.Search.Relevance;
using AgentMemory.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Benchmarks;

/// <summary>
/// Searches of a large store beside the bare FT.SEARCH of the same query on the same connection; how much of the best is found.
/// </summary>
internal sealed class SearchSpeed(TextWriter output)
{
    private const int Limit = 10;
    private const int Rounds = 400;

    /// <summary>Afterwards code is compiled at its best, and nearly every word has been asked for: counts of words are kept until the
    /// store has changed by more than they may be wrong.</summary>
    private const int WarmRounds = 1500;

    private readonly Random _random = new(11);
    private readonly SpeedData _data = new();

    public async Task RunAsync(string redis, string prefix, int count)
    {
        var options = new RedisStoreOptions { Connection = redis, Name = prefix, CommandTimeout = TimeSpan.FromSeconds(60) };
        await using var services = new ServiceCollection().AddRedisStore(options).BuildServiceProvider();
        var search = services.GetRequiredService<IMemorySearchIndex>();
        var store = services.GetRequiredService<RedisStore>();
        var records = Enumerable.Range(0, count).Select(_data.Record).ToList();
        var vectors = records.ConvertAll(_ => _data.Vector());
        if (await services.GetRequiredService<ILongTermMemoryStore>().CountAsync(AccessScope.Everything, MemoryFilter.None, CancellationToken.None) < count)
            await LoadAsync(services, records, vectors);

        var database = await services.GetRequiredService<RedisConnection>().DatabaseAsync(CancellationToken.None);
        var index = store.Keys.Root + "memories";
        var frequencies = records.SelectMany(record => TextAnalyzer.Terms(record.Text).Distinct()).CountBy(term => term)
            .Where(pair => pair.Value > count / 500 && pair.Value < count / 50).Select(pair => pair.Key).Order(StringComparer.Ordinal).ToArray();
        output.WriteLine($"{count} records, {frequencies.Length} words of middling frequency");
        var user = new MemoryFilter { UserId = TagFilter.Equal("user3") };
        var topic = new MemoryFilter { Topics = TagFilter.Equal("topic5") };

        foreach (var (name, filter, condition) in new[]
        {
            ("all", MemoryFilter.None, ""), ("user", user, $"@{MemoryFields.UserTag}:{{{IndexTag.Of("user3")}}}"),
            ("topic", topic, $"@{MemoryFields.TopicTags}:{{{IndexTag.Of("topic5")}}}"),
        })
        {
            await CompareAsync<string[]>(
                $"words {name}",
                terms => search.MatchAsync(AccessScope.Everything, filter, new TextQuery(terms, []), Limit, CancellationToken.None),
                terms => BareAsync(database, index, $"{condition} @{MemoryFields.Terms}:({string.Join('|', terms)})", ["SCORER", "BM25STD"]),
                () => Some(5, frequencies));
            await RankingAsync(search, filter, $"words {name}", () => new TextQuery([.. Some(5, frequencies)], []));
            await CompareAsync<TextQuery>(
                $"question {name}",
                query => search.MatchAsync(AccessScope.Everything, filter, query, Limit, CancellationToken.None),
                query => BareAsync(database, index, $"{condition} {new RelevanceWords(query).Query}", ["SCORER", "BM25STD"]),
                () => Question(frequencies));
            await RankingAsync(search, filter, $"question {name}", () => Question(frequencies));
            await CompareAsync<float[]>(
                $"nearest {name}",
                vector => search.NearestAsync(AccessScope.Everything, filter, new VectorQuery(SpeedData.Space, vector), Limit, CancellationToken.None),
                vector => BareAsync(
                    database, index, $"({(condition.Length == 0 ? "*" : condition)})=>[KNN {Limit} @{new SpaceField(SpeedData.Space).Name} $v EF_RUNTIME 200]",
                    ["PARAMS", 2, "v", UnitVector.ToBytes(UnitVector.Of(vector, SpeedData.Space))]),
                () => _data.Vector());
        }

        await RecallAsync(search, records, vectors);
        await WalkAsync(services.GetRequiredService<ILongTermMemoryStore>(), search);
    }

    private async Task CompareAsync<T>(string name, Func<T, Task> ours, Func<T, Task> bare, Func<T> query)
    {
        var (our, raw) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds + WarmRounds; round++)
        {
            var asked = query();
            foreach (var (run, times) in round % 2 == 0 ? new[] { (bare, raw), (ours, our) } : [(ours, our), (bare, raw)])
            {
                var started = Stopwatch.GetTimestamp();
                await run(asked);
                if (round >= WarmRounds)
                    times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        our.Sort();
        raw.Sort();
        output.WriteLine(
            $"{name,-16} bare p50 {raw[Rounds / 2]:0.00} p95 {raw[Rounds * 95 / 100]:0.00} ms; ours p50 {our[Rounds / 2]:0.00} "
            + $"p95 {our[Rounds * 95 / 100]:0.00} ms; {our[Rounds / 2] / raw[Rounds / 2]:0.00} times");
    }

    private static Task<RedisResult> BareAsync(IDatabase database, string index, string query, object[] more) => database.ExecuteAsync(
        "FT.SEARCH",
        [
            index, query, .. more, "LIMIT", 0, Limit, "RETURN", MemoryFields.Members.Count, .. MemoryFields.Members, "TIMEOUT", 60_000,
            "DIALECT", 2,
        ]);

    private string[] Some(int count, string[] words) => [.. Enumerable.Range(0, count).Select(_ => words[_random.Next(words.Length)])];

    private TextQuery Question(string[] words) => TextQueryParser.ParseQuestion(
        $"Which countries did they visit with {string.Join(' ', Some(4, words))} in May?", new DateOnly(2026, 1, 31));

    /// <summary>How much of the ten best by our scores is among the ten best of what the server offers.</summary>
    private async Task RankingAsync(IMemorySearchIndex search, MemoryFilter filter, string name, Func<TextQuery> ask)
    {
        var (same, of) = (0, 0);
        for (var round = 0; round < 50; round++)
        {
            var query = ask();
            var some = await search.MatchAsync(AccessScope.Everything, filter, query, Limit, CancellationToken.None);
            var all = query.IsLiteral
                ? await search.MatchAsync(AccessScope.Everything, filter, query, 3000, CancellationToken.None)
                : await search.MatchAsync(AccessScope.Everything, filter, query with { IsExact = true }, Limit, CancellationToken.None);
            same += some.Items.Select(item => item.Record.Id).Intersect(all.Items.Take(Limit).Select(item => item.Record.Id)).Count();
            of += some.Items.Count;
        }

        output.WriteLine($"{name}: {100.0 * same / of:0.0} % of the best ten");
    }

    private async Task RecallAsync(IMemorySearchIndex search, List<MemoryRecord> records, List<float[]> vectors)
    {
        var (found, of) = (0, 0);
        var units = vectors.ConvertAll(vector => UnitVector.ToBytes(UnitVector.Of(vector, SpeedData.Space)));
        for (var round = 0; round < 50; round++)
        {
            var query = _data.Vector();
            var unit = UnitVector.Of(query, SpeedData.Space);
            var best = units.Select((vector, i) => (Distance: UnitVector.Distance(vector, unit), records[i].Text)).OrderBy(one => one.Distance)
                .Take(Limit).Select(one => one.Text).ToHashSet();
            var nearest = await search.NearestAsync(AccessScope.Everything, MemoryFilter.None, new VectorQuery(SpeedData.Space, query), Limit, CancellationToken.None);
            found += nearest.Items.Count(item => best.Contains(item.Record.Text));
            of += Limit;
        }

        output.WriteLine($"nearest: recall {100.0 * found / of:0.0} %");
    }

    private async Task WalkAsync(ILongTermMemoryStore memories, IMemorySearchIndex search)
    {
        var rare = new MemoryFilter { Entities = TagFilter.Equal("entity7") };
        foreach (var (name, filter) in new[] { ("all", MemoryFilter.None), ("entity", rare) })
        {
            var (started, pages, slowest, found) = (Stopwatch.GetTimestamp(), 0, 0.0, 0);
            string? after = null;
            do
            {
                var paged = Stopwatch.GetTimestamp();
                var page = await memories.ScanAsync(AccessScope.Everything, filter, after, 200, CancellationToken.None);
                slowest = Math.Max(slowest, Stopwatch.GetElapsedTime(paged).TotalMilliseconds);
                (after, pages, found) = (page.Next, pages + 1, found + page.Records.Count);
            }
            while (after is not null);
            output.WriteLine(
                $"scan {name}: {found} records in {pages} pages, {Stopwatch.GetElapsedTime(started).TotalMilliseconds / pages:0.0} ms each, "
                + $"{slowest:0.0} ms at most");
        }

        var user = new MemoryFilter { UserId = TagFilter.Equal("user3") };
        await TimeAsync("duplicates", () => memories.FindDuplicatesAsync(AccessScope.Everything, MemoryFilter.None, 100, CancellationToken.None));
        await TimeAsync("without vector", () => search.WithoutVectorAsync(SpeedData.Space, 64, CancellationToken.None));
        await TimeAsync("list", () => search.ListAsync(AccessScope.Everything, MemoryFilter.None, 0, 20, CancellationToken.None));
        await TimeAsync("list user", () => search.ListAsync(AccessScope.Everything, user, 0, 20, CancellationToken.None));
        await TimeAsync("count", () => memories.CountAsync(AccessScope.Everything, MemoryFilter.None, CancellationToken.None));
    }

    private async Task TimeAsync(string name, Func<Task> run)
    {
        await run();
        var started = Stopwatch.GetTimestamp();
        for (var round = 0; round < 10; round++)
            await run();
        output.WriteLine($"{name}: {Stopwatch.GetElapsedTime(started).TotalMilliseconds / 10:0.0} ms");
    }

    private static async Task LoadAsync(ServiceProvider services, List<MemoryRecord> records, List<float[]> vectors)
    {
        var memories = services.GetRequiredService<ILongTermMemoryStore>();
        var search = services.GetRequiredService<IMemorySearchIndex>();
        await Parallel.ForEachAsync(records.Zip(vectors).Chunk(200), new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (batch, _) =>
        {
            await memories.UpsertAsync(
                AccessScope.Everything, [.. batch.Select(pair => pair.First)],
                new() { OperationId = Guid.NewGuid().ToString(), Deduplicate = false }, CancellationToken.None);
            await search.PutVectorsAsync(
                AccessScope.Everything, SpeedData.Space, [.. batch.Select(pair => new MemoryVector(pair.First.Key, pair.First.Text, pair.Second))], CancellationToken.None);
        });
    }
}
