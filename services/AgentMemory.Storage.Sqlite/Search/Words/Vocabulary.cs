namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>Numbers for terms, from 0. A term keeps its number for as long as the index lives.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _terms = [];

    public int Count => _terms.Count;

    public string this[int number] => _terms[number];

    public bool TryGet(string term, out int number) => _numbers.TryGetValue(term, out number);

    public int Of(ReadOnlySpan<char> term)
    {
        var lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(term, out var number))
            return number;
        var added = term.ToString();
        _numbers.Add(added, _terms.Count);
        _terms.Add(added);
        return _terms.Count - 1;
    }
}
