using System.Text;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>
/// Terms as the field that the index splits at spaces, and queries for them. Of equal terms in a row every second one is
/// marked: to the index one position of a term is as good as the next one's, so that "very very" would be found in "very".
/// Terms are letters and digits (<see cref="AgentMemory.Search.Analysis.TextAnalyzer"/>), which mean nothing to the query language.
/// </summary>
internal static class IndexedTerms
{
    private const char Mark = '_';

    public static string Write(IReadOnlyList<string> terms)
    {
        var field = new StringBuilder();
        var isMarked = false;
        for (var i = 0; i < terms.Count; i++)
        {
            isMarked = i > 0 && terms[i] == terms[i - 1] && !isMarked;
            if (i > 0)
                field.Append(' ');
            field.Append(terms[i]);
            if (isMarked)
                field.Append(Mark);
        }

        return field.ToString();
    }

    /// <summary>Where the terms of a field of <see cref="Write"/> are, in order, without marks.</summary>
    public static TermRanges Split(ReadOnlySpan<char> field) => new(field);

    /// <summary>How many there are in a field of <see cref="Write"/>.</summary>
    public static int Count(ReadOnlySpan<char> field) => field.IsEmpty ? 0 : field.Count(' ') + 1;

    /// <summary>Finds texts with the term: the first of a row is never marked.</summary>
    public static string Query(string term) => term;

    /// <summary>Finds texts in which the terms, at least one, follow each other.</summary>
    public static string QueryPhrase(IReadOnlyList<string> terms)
    {
        if (terms.Count == 1)
            return Query(terms[0]);
        var phrase = Write(terms);
        var row = 1;
        while (row < terms.Count && terms[row] == terms[0])
            row++;
        if (row == terms.Count)
            return $"(\"{phrase}\")";
        // In a text the row that the phrase begins with may have begun earlier.
        var later = Write([terms[0], .. terms]);
        return $"(\"{phrase}\"|\"{later[(later.IndexOf(' ', StringComparison.Ordinal) + 1)..]}\")";
    }

    public ref struct TermRanges(ReadOnlySpan<char> field)
    {
        private MemoryExtensions.SpanSplitEnumerator<char> _parts = field.Split(' ');
        private readonly ReadOnlySpan<char> _field = field;

        public Range Current { get; private set; }

        public readonly TermRanges GetEnumerator() => this;

        public bool MoveNext()
        {
            while (_parts.MoveNext())
            {
                var (start, length) = _parts.Current.GetOffsetAndLength(_field.Length);
                if (length == 0)
                    continue;
                var end = start + length;
                Current = start..(_field[end - 1] == Mark ? end - 1 : end);
                return true;
            }

            return false;
        }
    }
}
