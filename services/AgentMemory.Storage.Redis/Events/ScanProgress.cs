using System.Collections.Concurrent;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Redis.Events;

/// <summary>
/// Up to where the log has nothing for those who see part of it, so that a reader that polls does not look through the whole
/// log each time. Entries are only added at the end, so what was found to be nothing stays so.
/// </summary>
internal sealed class ScanProgress
{
    /// <summary>Readers remembered; then all are forgotten, which costs each a longer look.</summary>
    private const int Capacity = 1000;

    private readonly ConcurrentDictionary<(string Scope, long After), long> _nothingUntil = new();

    /// <summary>Where to begin for who has seen everything up to <paramref name="after"/>.</summary>
    public long Begin(AccessScope scope, long after) => _nothingUntil.GetValueOrDefault((NameOf(scope), after), after);

    public void NothingUntil(AccessScope scope, long after, long until)
    {
        if (_nothingUntil.Count >= Capacity)
            _nothingUntil.Clear();
        _nothingUntil[(NameOf(scope), after)] = until;
    }

    private static string NameOf(AccessScope scope) => NameOf(scope.Namespaces) + "/" + NameOf(scope.Users);

    private static string NameOf(IReadOnlySet<string>? names) =>
        names is null ? "" : string.Concat(names.Order(StringComparer.Ordinal).Select(name => ":" + Keys.Escape(name)));
}
