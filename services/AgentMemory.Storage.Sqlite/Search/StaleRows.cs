namespace AgentMemory.Storage.Sqlite.Search;

/// <summary>
/// Which rows an in-memory index must read again, as the change feed names them. Starts with everything.
/// </summary>
internal sealed class StaleRows
{
    /// <summary>Beyond this many, reading everything in one pass is cheaper than row by row.</summary>
    private const int MaximumRows = 20_000;

    private readonly Lock _gate = new();
    private HashSet<long> _rows = [];
    private bool _all = true;

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
                return !_all && _rows.Count == 0;
        }
    }

    public void Add(long row)
    {
        lock (_gate)
        {
            if (_all)
                return;
            _rows.Add(row);
            if (_rows.Count > MaximumRows)
                AddAll();
        }
    }

    public void AddAll()
    {
        lock (_gate)
        {
            _all = true;
            _rows = [];
        }
    }

    /// <summary>What to read again; what becomes stale from now on is for the next time.</summary>
    /// <returns><see langword="null"/> for everything.</returns>
    public HashSet<long>? Take()
    {
        lock (_gate)
        {
            var taken = _all ? null : _rows;
            (_all, _rows) = (false, []);
            return taken;
        }
    }
}
