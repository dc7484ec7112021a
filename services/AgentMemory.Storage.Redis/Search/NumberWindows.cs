using AgentMemory.Storage.Redis.LongTermMemory;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>
/// Walks records by number, a window of numbers after the other: sorting or listing all the rest at once would cost more, and hold up
/// everybody else the longer, the more there is.
/// </summary>
/// <param name="after">The number to begin behind.</param>
/// <param name="newest">The last one given.</param>
/// <param name="width">Of the first window.</param>
internal sealed class NumberWindows(long after, long newest, int width)
{
    public const int Growth = 4;

    private const int MinimumWidth = 100;
    private const int MaximumWidth = 100_000;

    private long _width = Math.Max(width, MinimumWidth);

    /// <summary>The last number of the window.</summary>
    public long End { get; private set; } = after;

    public string Condition { get; private set; } = "";

    /// <returns>False when no number is left.</returns>
    public bool MoveNext()
    {
        if (End >= newest)
            return false;
        var start = End;
        End = Math.Min(End + _width, newest);
        Condition = FormattableString.Invariant($"@{MemoryFields.Number}:[({start} {End}]");
        return true;
    }

    /// <summary>The window had little of what is looked for; a wider one costs no more.</summary>
    public void Widen() => _width = Math.Max(_width, Math.Min(_width * Growth, MaximumWidth));
}
