using AgentMemory.Extraction;
using AgentMemory.LongTermMemory;

namespace AgentMemory.Storage;

/// <summary>Which extracted records still have something to rest on.</summary>
/// <param name="examined">Ids of what was extracted.</param>
/// <param name="present">Those of them that are still what was extracted.</param>
public sealed class ExtractionSources(IEnumerable<string> examined, IEnumerable<string> present)
{
    private readonly HashSet<string> _gone =
        [.. examined.Except(present, StringComparer.Ordinal).Select(SourceIds.Encode)];

    /// <summary>A record that names no source rests on all of them.</summary>
    public bool Support(MemoryRecord record) =>
        record.ExtractedFrom is null or { Count: 0 } || !record.ExtractedFrom.All(_gone.Contains);
}
