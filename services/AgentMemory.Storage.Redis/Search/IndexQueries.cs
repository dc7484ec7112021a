using System.Diagnostics;
using AgentMemory.Errors;
using NRedisStack.RedisStackCommands;
using NRedisStack.Search;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>
/// Asks the index within one read. Redis answers with what it has found so far once a query's time is over, without saying so
/// to every client: here that is an error, told by the time the answer took.
/// </summary>
/// <param name="records">The ordered set of all records.</param>
internal sealed class IndexQueries(IDatabase database, string index, RedisKey records, TimeSpan timeout)
{
    /// <summary>More than these are not listed by one query (MAXSEARCHRESULTS).</summary>
    public const int MaximumResults = 1_000_000;

    /// <summary>Of time as the server and this process measure it.</summary>
    private const double Imprecision = 0.98;

    private readonly NRedisStack.SearchCommands _commands = database.FT();

    public IDatabase Database => database;

    public async Task<SearchResult> SearchAsync(Query query)
    {
        var started = Stopwatch.GetTimestamp();
        var result = await _commands.SearchAsync(index, query.Timeout((long)timeout.TotalMilliseconds));
        DemandWhole(started, result.Warnings);
        return result;
    }

    public async Task<AggregationResult> AggregateAsync(AggregationRequest request)
    {
        var started = Stopwatch.GetTimestamp();
        var result = await _commands.AggregateAsync(index, request.Timeout((long)timeout.TotalMilliseconds));
        DemandWhole(started, result.Warnings);
        return result;
    }

    /// <summary>Counts what a query finds. The index would look at everything to count it.</summary>
    public async Task<long> CountAsync(string query) => query == FilterQuery.Everything
        ? await database.SortedSetLengthAsync(records)
        : (await SearchAsync(new Query(query) { NoContent = true, Verbatim = true }.Limit(0, 0))).TotalResults;

    /// <summary>Every tag that a record has in the field, whosever.</summary>
    public async Task<IEnumerable<string>> TagsAsync(string field) =>
        (await _commands.TagValsAsync(index, field)).Select(tag => (string)tag!);

    private void DemandWhole(long started, string[] warnings)
    {
        if (Stopwatch.GetElapsedTime(started) >= timeout * Imprecision || warnings.Length > 0)
        {
            throw new StoreUnavailableException(
                "The search took longer than a command may take and was given up; narrow it, or try again", TimeSpan.FromSeconds(2));
        }
    }
}
