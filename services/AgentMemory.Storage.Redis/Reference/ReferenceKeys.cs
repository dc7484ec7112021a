using AgentMemory.Maintenance.Reference;

namespace AgentMemory.Storage.Redis.Reference;

/// <summary>What a key of the reference server is, by its name (spec 11).</summary>
/// <param name="source">Has the prefixes that its settings choose.</param>
internal sealed class ReferenceKeys(ReferenceSource source)
{
    public const string ViewConfigs = "summary_view:*:config";

    private const string Sessions = "working_memory:";
    private const string Views = "summary_view:";
    private const string ViewConfig = ":config";
    private const string Summary = ":summary:";

    private static readonly string[] Internals = ["extraction_pending:", "extraction_debounce:"];

    private static readonly string[] InternalNames = ["summary_view:index", "auth_tokens:list"];

    private static readonly string[] Obsolete = ["sessions:", "messages:", "context:", "metadata:", "tokens:"];

    /// <summary>Counters of the reference's own migration, whose names a session could have as well (T29).</summary>
    private static readonly string[] Counters = ["working_memory:migration:complete", "working_memory:migration:remaining"];

    /// <summary>With the colon: without it other indexes of a longer name would match too (T63).</summary>
    private readonly string _memories = source.IndexPrefix + ":";

    /// <summary>In a cluster the queue has a hash tag.</summary>
    private readonly string[] _queue = [source.DocketName + ":", "{" + source.DocketName + "}:"];

    public static bool IsCounter(string key) => Counters.Contains(key, StringComparer.Ordinal);

    /// <summary>The id that the key of a view's configuration names; <see langword="null"/> when it is another key.</summary>
    public static string? ViewOf(string key) =>
        key.StartsWith(Views, StringComparison.Ordinal) && key.EndsWith(ViewConfig, StringComparison.Ordinal)
            && key.Length > Views.Length + ViewConfig.Length
            ? key[Views.Length..^ViewConfig.Length]
            : null;

    /// <summary>What is left of the key when its kind is known from the beginning of it.</summary>
    public KeyMeaning Read(string key)
    {
        if (Rest(key, _memories) is { } id)
            return new(ReferenceKind.Memory, id);
        if (Rest(key, Sessions) is { } session)
            return new(ReferenceKind.Session, session);
        if (ViewOf(key) is { } configured)
            return new(ReferenceKind.View, configured);
        if (Rest(key, Views) is { } view && view.IndexOf(Summary, StringComparison.Ordinal) is var end and > 0)
            return new(ReferenceKind.Partition, view[..end]);
        if (Rest(key, "auth_token:") is not null)
            return new(ReferenceKind.Token, "");
        return new(LeftoverOf(key));
    }

    private LeftoverKind LeftoverOf(string key)
    {
        if (Rest(key, "task:") is not null)
            return LeftoverKind.Task;
        if (StartsWithAny(key, _queue))
            return LeftoverKind.Queue;
        if (StartsWithAny(key, Internals) || InternalNames.Contains(key, StringComparer.Ordinal))
            return LeftoverKind.Internal;
        return key == "sessions" || StartsWithAny(key, Obsolete) ? LeftoverKind.Obsolete : LeftoverKind.Foreign;
    }

    private static bool StartsWithAny(string key, string[] prefixes) =>
        prefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal));

    private static string? Rest(string key, string prefix) =>
        key.StartsWith(prefix, StringComparison.Ordinal) ? key[prefix.Length..] : null;
}

/// <param name="Kind"><see langword="null"/> for what is not taken over.</param>
/// <param name="Rest">What the key names: a memory, a session, a view.</param>
internal readonly record struct KeyMeaning(ReferenceKind? Kind, string Rest, LeftoverKind Leftover = default)
{
    public KeyMeaning(LeftoverKind leftover)
        : this(null, "", leftover)
    {
    }
}
