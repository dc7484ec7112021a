using System.Diagnostics.CodeAnalysis;

namespace AgentMemory.Mcp;

/// <summary>The revisions of the protocol that are served, by their dates.</summary>
internal static class ProtocolRevisions
{
    /// <summary>Since this one there is no <c>initialize</c>: each request says in its metadata what it speaks.</summary>
    private const string FirstWithoutHandshake = "2026-07-28";

    /// <summary>Offered to clients whose revision is not known: they may ask again without a handshake.</summary>
    public static IReadOnlyList<string> WithoutHandshake { get; } = [FirstWithoutHandshake];

    public static bool IsServed(string revision) =>
        revision is "2024-11-05" or "2025-03-26" or "2025-06-18" or "2025-11-25" or FirstWithoutHandshake;

    public static bool HasNoHandshake([NotNullWhen(true)] string? revision) =>
        !string.IsNullOrEmpty(revision) && string.CompareOrdinal(revision, FirstWithoutHandshake) >= 0;
}
