using System.Globalization;
using AgentMemory.LongTermMemory;
using AgentMemory.Search.Analysis;

namespace AgentMemory.Storage.Redis.LongTermMemory;

/// <summary>
/// What ranking needs of a text beside its terms, as one value: length, <c>q</c> for a question and <c>t</c> for a time, day and
/// speaker, with commas between. No part can have a comma or a colon in it.
/// </summary>
/// <param name="Length">In terms.</param>
/// <param name="Day">See <see cref="AgentMemory.Search.RankedText.Day"/>.</param>
internal readonly record struct TextDescription(int Length, TextTraits Traits, DateOnly Day)
{
    private const char Question = 'q';
    private const char Time = 't';

    /// <param name="terms">Of the record's text.</param>
    public static TextDescription Of(MemoryRecord record, IReadOnlyList<string> terms) => new(
        terms.Count,
        TextTraits.Of(record.Text, record.MemoryType == MemoryType.Message, terms.Any(term => TextTraits.IsTime(term))),
        DateOnly.FromDateTime((record.EventDate ?? record.CreatedAt).UtcDateTime));

    /// <exception cref="FormatException">No version writes this.</exception>
    public static TextDescription Read(ReadOnlySpan<char> value)
    {
        Span<Range> parts = stackalloc Range[4];
        if (value.Split(parts, ',') != parts.Length)
            throw new FormatException("A record has a description that no version writes");
        var flags = value[parts[1]];
        var speaker = value[parts[3]];
        return new(
            int.Parse(value[parts[0]], NumberStyles.None, CultureInfo.InvariantCulture),
            new TextTraits(speaker.IsEmpty ? null : speaker.ToString(), flags.Contains(Question), flags.Contains(Time)),
            DateOnly.FromDayNumber(int.Parse(value[parts[2]], NumberStyles.None, CultureInfo.InvariantCulture)));
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Length},{(Traits.IsQuestion ? "q" : "")}{(Traits.TellsTime ? "t" : "")},{Day.DayNumber},{Traits.Speaker}");
}
