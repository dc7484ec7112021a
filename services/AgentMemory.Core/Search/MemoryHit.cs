using System.Text.Json.Serialization;
using AgentMemory.LongTermMemory;

namespace AgentMemory.Search;

/// <summary>A record found, with how near it is (<c>MemoryRecordResult</c> on the wire).</summary>
public sealed record MemoryHit : MemoryRecord
{
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public MemoryHit(MemoryRecord record) : base(record) { }

    /// <summary>Cosine distance, or 1 - score; 0 in listings.</summary>
    [JsonPropertyOrder(1)]
    public double Dist { get; init; }

    [JsonPropertyOrder(2)]
    public double? Score { get; init; }

    /// <summary>The ranker that answered; not always the one asked for: without an embedding model, <c>keyword</c>.</summary>
    [JsonPropertyOrder(3)]
    public SearchMode? ScoreType { get; init; }

    /// <summary>How the text score came about, when <see cref="MemorySearch.Explain"/> asked; absent for a score by distance alone.</summary>
    [JsonPropertyOrder(4)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ScoreExplanation? Explanation { get; init; }

    /// <summary>Ids of hits that say the same and were left out of an answer within <see cref="MemorySearch.MaxTokens"/>.</summary>
    [JsonPropertyOrder(5)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? FoldedIds { get; init; }
}

/// <param name="Total">Matching records before paging (spec 6.3).</param>
/// <param name="NextOffset">Where the next page starts, <see langword="null"/> at the end.</param>
public sealed record SearchResults(IReadOnlyList<MemoryHit> Memories, long Total, int? NextOffset);
