using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Storage.Sqlite.LongTermMemory;
using AgentMemory.Storage.Sqlite.Search.Words;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Search;

/// <summary>Listing and matching words. Vectors are in the other parts.</summary>
internal sealed partial class SqliteMemorySearchIndex : IMemorySearchIndex, IDisposable
{
    private const string RowsWithPhrase = "SELECT rowid FROM memory_text WHERE memory_text MATCH ?1";

    private readonly StoreDatabase _database;
    private readonly WordIndex _words = new();

    /// <summary>Scoring is work for a processor: more at a time than there are would only make each take longer, and some much
    /// longer.</summary>
    private readonly SemaphoreSlim _turns = new(Environment.ProcessorCount);

    public SqliteMemorySearchIndex(StoreDatabase database)
    {
        _database = database;
        database.Feed.Changed += OnChanged;
        database.Feed.Lost += OnLost;
    }

    public async Task<MemoryPage> ListAsync(
        AccessScope scope, MemoryFilter filter, int offset, int limit, CancellationToken cancellationToken)
    {
        List<object?> arguments = [];
        var condition = FilterSql.Build(scope, filter, arguments);
        // Rows first and what is in them then: what is skipped is passed by in the index alone.
        var page =
            $"""
            SELECT {MemoryRows.Columns} FROM memory m
            WHERE m.row IN (SELECT m.row FROM memory m WHERE {condition} ORDER BY m.created_at DESC, m.id {FilterSql.Page(arguments.Count)})
            ORDER BY m.created_at DESC, m.id
            """;
        var count = $"SELECT count(*) FROM memory m WHERE {condition}";
        return await _database.ReadSnapshotAsync(
            connection =>
            {
                var records = new List<MemoryRecord>(limit);
                using (var reader = connection.Query(page, [.. arguments, (long)limit, (long)offset]))
                {
                    while (reader.Read())
                        records.Add(MemoryRows.Read(reader).Record);
                }

                return new MemoryPage(records, (long)connection.Scalar(count, arguments.ToArray())!);
            },
            cancellationToken);
    }

    public async Task<Candidates> MatchAsync(
        AccessScope scope, MemoryFilter filter, TextQuery query, int limit, CancellationToken cancellationToken)
    {
        if (query.IsEmpty)
            return new Candidates([], 0);
        var clauses = QueryClauses.Of(query);
        await _turns.WaitAsync(cancellationToken);
        try
        {
            _database.Feed.CatchUp();
            return await _database.ReadAsync(Match, cancellationToken);
        }
        finally
        {
            _turns.Release();
        }

        Candidates Match(StoreConnection connection)
        {
            _words.Refresh(connection, CancellationToken.None);
            var admitted = new Admission(connection, scope, filter, _words);
            var phraseRows = clauses.Phrases.Select(phrase => connection.Rows(RowsWithPhrase, [FtsQuery.Phrase(phrase)])).ToList();
            var found = _words.Match(
                admitted.Owners, query, clauses, phraseRows, admitted.IsDecidedByOwner ? null : admitted.Passing, limit);
            return new Candidates(Records(connection, found.Best), found.Total);
        }
    }

    /// <summary>Indexes the words of what is stored, so that no search has to wait for that.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken) => await _database.ReadAsync(
        connection =>
        {
            _words.Refresh(connection, cancellationToken);
            return true;
        },
        cancellationToken);

    public void Dispose()
    {
        _database.Feed.Changed -= OnChanged;
        _database.Feed.Lost -= OnLost;
        _words.Dispose();
        _turns.Dispose();
        foreach (var (_, index) in _indexes)
            index.Dispose();
    }

    private static List<Candidate> Records(StoreConnection connection, IReadOnlyList<(long Row, double Value)> rows) =>
        Records(connection, rows.Select(row => new WordMatch(row.Row, row.Value)));

    private static List<Candidate> Records(StoreConnection connection, IEnumerable<WordMatch> matches)
    {
        var candidates = new List<Candidate>();
        foreach (var match in matches)
        {
            if (MemoryRows.Find(connection, match.Row) is { } found)
                candidates.Add(new Candidate(found.Record, match.Score) { Explanation = match.Explanation });
        }

        return candidates;
    }
}
