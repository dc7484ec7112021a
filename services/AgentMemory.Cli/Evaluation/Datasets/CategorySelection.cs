using System.Globalization;
using AgentMemory.Hosting;

namespace AgentMemory.Cli.Evaluation.Datasets;

/// <summary>Categories by name or number, and ranges of numbers: <c>1-4</c>, <c>1,2,5</c>, <c>people</c>.</summary>
internal sealed class CategorySelection
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<(int First, int Last)> _ranges = [];

    /// <returns><see langword="null"/> when it says nothing, or a range ends before it begins.</returns>
    public static CategorySelection? Parse(string text)
    {
        var selection = new CategorySelection();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Split('-') is [var from, var to] && TryNumber(from, out var first) && TryNumber(to, out var last))
            {
                if (first > last)
                    return null;
                selection._ranges.Add((first, last));
            }
            else if (part.Length == 0)
            {
                return null;
            }
            else
            {
                selection._names.Add(part);
            }
        }
        return selection;
    }

    public bool Contains(Category? category) => category is not null
        && (_names.Contains(category.Id)
            || (TryNumber(category.Id, out var number) && _ranges.Any(range => number >= range.First && number <= range.Last)));

    /// <exception cref="StartupException">A category is named that no question has; a range may have gaps.</exception>
    public void Demand(IEnumerable<Category?> categories)
    {
        var known = categories.OfType<Category>().Distinct().Order().Select(category => category.Id).ToArray();
        if (_names.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw new StartupException(
                $"--categories: no question has the category {unknown}; "
                + (known.Length == 0 ? "this file has none, leave the option out" : $"there are {Dataset.List(known)}"));
        }
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
