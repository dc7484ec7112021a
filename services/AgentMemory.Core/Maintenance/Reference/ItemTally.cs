namespace AgentMemory.Maintenance.Reference;

/// <summary>Counts what becomes of one kind of things.</summary>
internal sealed class ItemTally
{
    /// <summary>Keys named in a report; all are counted.</summary>
    private const int MostKeys = 1000;

    private readonly SortedDictionary<string, long> _skipped = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _repaired = new(StringComparer.Ordinal);
    private readonly List<UnreadableKey> _unreadableKeys = [];
    private long _new;
    private long _same;
    private long _different;
    private long _unreadable;

    public void Skip(string reason) => Count(_skipped, reason);

    public void Unreadable(string key, string reason)
    {
        if (_unreadable++ < MostKeys)
            _unreadableKeys.Add(new(key, reason));
    }

    public void Add(ImportOutcome outcome, ReferenceRepairs repairs)
    {
        switch (outcome)
        {
            case ImportOutcome.Same:
                _same++;
                return;
            case ImportOutcome.Different:
                _different++;
                return;
        }

        _new++;
        foreach (var repair in repairs.All)
            Count(_repaired, repair);
    }

    public ItemReport Report() => new()
    {
        Found = _new + _same + _different + _unreadable + _skipped.Values.Sum(),
        Migrated = _new,
        AlreadyThere = _same,
        Different = _different,
        Skipped = _skipped,
        Unreadable = _unreadable,
        UnreadableKeys = _unreadableKeys,
        Repaired = _repaired,
    };

    private static void Count(SortedDictionary<string, long> counts, string what) =>
        counts[what] = counts.GetValueOrDefault(what) + 1;
}
