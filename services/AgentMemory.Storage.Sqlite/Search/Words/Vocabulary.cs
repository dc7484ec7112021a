namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>Numbers for terms, from 0. A term keeps its number for as long as the index lives.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public int Count => _numbers.Count;

    public bool TryGet(string term, out int number) => _numbers.TryGetValue(term, out number);

    public int Of(ReadOnlySpan<char> term)
    {
        var lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(term, out var number))
            return number;
        number = _numbers.Count;
        _numbers.Add(term.ToString(), number);
        return number;
    }
}
