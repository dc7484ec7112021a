using System.Globalization;

namespace AgentMemory.Cli.Evaluation.Datasets;

/// <param name="Id">What the file calls it and <c>--categories</c> selects it by; often a number.</param>
/// <param name="Name">What the number means.</param>
internal sealed record Category(string Id, string? Name = null) : IComparable<Category>
{
    public string Label => Name is null ? Id : $"{Id} {Name}";

    /// <summary>A number where it is one.</summary>
    public object Json => Number is { } number ? number : Id;

    private int? Number => int.TryParse(Id, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Numbers first, by value.</summary>
    public int CompareTo(Category? other) => (Number, other?.Number) switch
    {
        ({ } left, { } right) => left.CompareTo(right),
        ({ }, null) => -1,
        (null, { }) => 1,
        _ => string.CompareOrdinal(Id, other?.Id),
    };
}
