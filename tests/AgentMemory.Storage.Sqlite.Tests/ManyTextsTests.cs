using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Search.Analysis;
using AgentMemory.Storage.Conformance;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Tests;

/// <summary>Searches over so many texts that those which cannot be among the best are passed by, beside scoring every text.</summary>
public sealed class ManyTextsTests : SqliteFileTests
{
    private const int Texts = 9_000;
    private const int Words = 400;

    private static readonly Owner Bob = new("tests", "bob");

    private readonly Random _random = new(1);
    private readonly Dictionary<string, MemoryRecord> _stored = [];

    [Fact]
    public async Task The_best_of_many_are_those_of_scoring_all()
    {
        await using var store = Open();
        await StoreAsync(store, Enumerable.Range(0, Texts));
        await CompareAsync(store);
        await StoreAsync(store, Enumerable.Range(Texts - 100, 300));
        var gone = Enumerable.Range(0, 500).Select(_ => $"m{_random.Next(Texts)}").Distinct().ToList();
        await store.LongTerm.DeleteAsync(
            AccessScope.Everything, [.. gone.Select(id => _stored[id].Key.AsLookup())], WriteCondition.None, None);
        gone.ForEach(id => _stored.Remove(id));
        await CompareAsync(store);
    }

    private async Task StoreAsync(StoreFixture store, IEnumerable<int> numbers)
    {
        foreach (var batch in numbers.Chunk(500))
        {
            // Of one owner in five only, so that another's average length differs.
            MemoryRecord[] records =
            [
                .. batch.Select(number => Samples.Record(number % 5 == 0 ? Bob : Ann, $"m{number}", Text(number % 5 == 0 ? 6 : 25))),
            ];
            await store.LongTerm.UpsertAsync(
                AccessScope.Everything, records, new() { OperationId = Guid.NewGuid().ToString(), Deduplicate = false }, None);
            foreach (var record in records)
                _stored[record.Id] = record;
        }
    }

    private async Task CompareAsync(StoreFixture store)
    {
        for (var i = 0; i < 60; i++)
        {
            var user = new[] { null, Ann.UserId, Bob.UserId }[_random.Next(3)];
            var filter = user is null ? MemoryFilter.None : new() { UserId = TagFilter.Equal(user) };
            var text = string.Join(' ', Enumerable.Range(0, _random.Next(1, 7)).Select(_ => Word()));
            var query = TextQueryParser.Parse(i % 10 == 0 ? $"\"{Word()} {Word()}\" {text}" : text);
            var limit = new[] { 1, 10, 300 }[_random.Next(3)];
            var expected = Scores(query, [.. _stored.Values.Where(record => user is null || record.UserId == user)]);

            var found = await store.Search.MatchAsync(AccessScope.Everything, filter, query, limit, None);

            Assert.Equal(expected.Count, found.Total);
            Assert.Equal(
                expected.Values.OrderDescending().Take(limit), found.Items.Select(item => (float)item.Value), new Close());
            Assert.All(found.Items, item => Assert.Equal(expected[item.Record.Id], item.Value, 1e-4));
        }
    }

    private static Dictionary<string, float> Scores(TextQuery query, List<MemoryRecord> records)
    {
        var clauses = QueryClauses.Of(query);
        var texts = records.ConvertAll(record => (record.Id, Terms: TextAnalyzer.Terms(record.Text), Joined: $" {record.Text} "));
        var average = Bm25.AverageLength(texts.Count, texts.Sum(text => text.Terms.Count));
        var scores = new Dictionary<string, float>();
        Add(clauses.Terms.Select(clause => texts.ConvertAll(text => text.Terms.Count(term => term == clause.Term))));
        Add(clauses.Phrases.Select(phrase => texts.ConvertAll(text => text.Joined.Contains($" {phrase} ", StringComparison.Ordinal) ? 1 : 0)));
        return scores;

        void Add(IEnumerable<List<int>> occurrences)
        {
            foreach (var counts in occurrences)
            {
                var weight = Bm25.Weight(texts.Count, counts.Count(count => count > 0));
                for (var i = 0; i < texts.Count; i++)
                {
                    if (counts[i] > 0)
                        scores[texts[i].Id] = scores.GetValueOrDefault(texts[i].Id) + Bm25.Score(weight, counts[i], texts[i].Terms.Count, average);
                }
            }
        }
    }

    private string Text(int words) => string.Join(' ', Enumerable.Range(0, words + _random.Next(words)).Select(_ => Word()));

    /// <summary>Few are in most texts, many in few.</summary>
    private string Word() => $"w{(int)Math.Pow(Words, _random.NextDouble())}";

    private sealed class Close : IEqualityComparer<float>
    {
        public bool Equals(float x, float y) => Math.Abs(x - y) < 1e-4;

        public int GetHashCode(float obj) => 0;
    }
}
