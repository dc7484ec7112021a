using System.Runtime.InteropServices;
using AgentMemory.Search;
using AgentMemory.Search.Analysis;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>
/// The indexed texts of one owner, by number, so that a search never meets those of others. A changed text gets a new number; the old one
/// stays behind until too many have.
/// </summary>
internal sealed class OwnerTexts(Owner owner)
{
    /// <summary>Texts that are looked at one by one before their postings are made, at least and per covered text.</summary>
    private const int FewTexts = 16;

    private const int CoveredPerUncovered = 32;

    private const int NoLength = -1;

    private readonly Dictionary<string, SessionOrder> _sessions = new(StringComparer.Ordinal);
    private List<IndexedText> _texts = [];
    private List<int> _lengths = [];
    private List<long> _rows = [];
    private TermLists _lists = new();
    private int _gone;

    public Owner Owner => owner;

    /// <summary>That are not gone.</summary>
    public int Count => _texts.Count - _gone;

    /// <summary>Numbers given.</summary>
    public int Numbers => _texts.Count;

    /// <summary>Terms of the texts that are not gone, together.</summary>
    public long Length { get; private set; }

    public Postings Postings { get; private set; } = new([], new(), 1);

    /// <summary>Texts that went since they have postings.</summary>
    public NumberSet Gone { get; private set; } = new(0);

    public ReadOnlySpan<IndexedText> Texts => CollectionsMarshal.AsSpan(_texts);

    /// <summary>Of the texts, in terms; -1 for one that is gone. Apart from them because scoring reads nothing else of most.</summary>
    public ReadOnlySpan<int> Lengths => CollectionsMarshal.AsSpan(_lengths);

    /// <summary>Of the texts, apart from them for the same reason.</summary>
    public ReadOnlySpan<long> Rows => CollectionsMarshal.AsSpan(_rows);

    public ReadOnlySpan<int> Terms(int number) => _lists.Terms(Texts[number].Terms);

    public ReadOnlySpan<byte> Counts(int number) => _lists.Counts(Texts[number].Terms);

    public ReadOnlySpan<int> ContextTerms(int number) => _lists.Terms(Texts[number].Context);

    public ReadOnlySpan<byte> ContextCounts(int number) => _lists.Counts(Texts[number].Context);

    /// <param name="counts">How often it has each of its terms.</param>
    /// <param name="context">The same of its context.</param>
    /// <returns>Its number.</returns>
    public int Add(in StoredText stored, Dictionary<int, int> counts, Dictionary<int, int> context, TextTraits traits)
    {
        var text = new IndexedText(
            stored.Row, _lists.Add(counts), _lists.Add(context), Session(stored), stored.CreatedAt, stored.Day, traits);
        _texts.Add(text with { PlaceInSession = text.Session?.Add(text, _texts.Count) ?? 0 });
        _lengths.Add(text.Length);
        _rows.Add(text.Row);
        Length += text.Length;
        return _texts.Count - 1;
    }

    /// <summary>Sees to it that few texts have no postings.</summary>
    public void Cover()
    {
        if (Numbers - Postings.Texts > FewTexts + Postings.Texts / CoveredPerUncovered)
        {
            Gone.Dispose();
            CoverAll();
        }
    }

    public void Remove(int number)
    {
        ref var text = ref CollectionsMarshal.AsSpan(_texts)[number];
        if (number < Postings.Texts)
        {
            Postings.Forget(_lists.Terms(text.Terms));
            Gone.Add(number);
        }

        text.Session?.Remove(text);
        Length -= text.Length;
        text = text with { IsGone = true, Session = null };
        _lengths[number] = NoLength;
        _gone++;
    }

    public bool HasManyGone => _gone > FewTexts + Count;

    /// <summary>Numbers the texts that are left anew, and forgets the others.</summary>
    public void Renumber()
    {
        var (texts, lists) = (_texts, _lists);
        (_texts, _lengths, _rows, _lists, _gone) = (new(Count), new(Count), new(Count), new(), 0);
        foreach (var session in _sessions.Values)
            session.Clear();
        foreach (ref readonly var text in CollectionsMarshal.AsSpan(texts))
        {
            if (text.IsGone)
                continue;
            _texts.Add(text with
            {
                Terms = _lists.Add(lists, text.Terms),
                Context = _lists.Add(lists, text.Context),
                PlaceInSession = text.Session?.Add(text, _texts.Count) ?? 0,
            });
            _lengths.Add(text.Length);
            _rows.Add(text.Row);
        }

        foreach (var (id, session) in _sessions)
        {
            if (session.IsEmpty)
                _sessions.Remove(id);
        }

        CoverAll();
    }

    private void CoverAll()
    {
        Postings = new Postings(Texts, _lists, Bm25.AverageLength(Count, Length));
        Gone = new NumberSet(Postings.Texts);
    }

    private SessionOrder? Session(in StoredText stored)
    {
        if (!stored.IsMessage || stored.SessionId.Length == 0)
            return null;
        ref var session = ref CollectionsMarshal.GetValueRefOrAddDefault(_sessions, stored.SessionId, out _);
        return session ??= new SessionOrder();
    }
}
