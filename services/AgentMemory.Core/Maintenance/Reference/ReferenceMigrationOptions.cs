using System.Text.Json;
using AgentMemory.Search;
using AgentMemory.SummaryViews;
using AgentMemory.Tenancy;

namespace AgentMemory.Maintenance.Reference;

/// <summary>What is taken over from a reference's database.</summary>
public sealed record ReferenceMigrationOptions
{
    /// <summary>Counts, and writes nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Only of this namespace, the empty text for none; <see langword="null"/> for every one.</summary>
    public string? Namespace { get; init; }

    /// <summary>As <see cref="Namespace"/>, of a user.</summary>
    public string? UserId { get; init; }

    /// <summary>The model the vectors are of, by the name it has here; <see langword="null"/> leaves them behind, and the records
    /// are embedded anew.</summary>
    public string? EmbeddingModel { get; init; }

    /// <summary>What the model's vectors must have; <see langword="null"/> when it is not known.</summary>
    public int? EmbeddingDimensions { get; init; }

    /// <summary>Reads the JSON of a view, which is the wire's.</summary>
    public required Func<JsonElement, ViewReading> ReadView { get; init; }

    /// <summary>Whether a part of the data is left out because it is somebody else's.</summary>
    public bool IsRestricted => Namespace is not null || UserId is not null;

    public bool Admits(Owner owner) => Admits(Namespace, owner.Namespace) && Admits(UserId, owner.UserId);

    private static bool Admits(string? wanted, string? actual) => wanted is null || wanted == (actual ?? "");
}

/// <param name="View">Whose id is not read.</param>
/// <param name="Filter">What its filters mean.</param>
/// <param name="Problem">Why it is no view; <see langword="null"/> when it is one.</param>
public readonly record struct ViewReading(SummaryView? View, MemoryFilter Filter, string? Problem = null);
