using System.Runtime.InteropServices;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>
/// What scoring needs of each indexed text, by number: its row, owner and length. A changed text gets a new number; the old
/// one stays behind without an owner until the index is rebuilt.
/// </summary>
internal sealed class DocumentTable
{
    private const int NoOwner = -1;

    private readonly Dictionary<Owner, int> _ownerNumbers = [];
    private readonly List<OwnerStatistics> _owners = [];
    private readonly Dictionary<long, int> _byRow = [];
    private Document[] _documents = new Document[16];

    /// <summary>Numbers given so far.</summary>
    public int Count { get; private set; }

    /// <summary>Numbers that have been left behind.</summary>
    public int Abandoned => Count - _byRow.Count;

    public ReadOnlySpan<OwnerStatistics> Owners => CollectionsMarshal.AsSpan(_owners);

    public ReadOnlySpan<Document> Documents => _documents.AsSpan(0, Count);

    public bool TryGetNumber(long row, out int number) => _byRow.TryGetValue(row, out number);

    /// <returns>The new document's number.</returns>
    public int Add(long row, Owner owner)
    {
        if (Count == _documents.Length)
            Array.Resize(ref _documents, Count * 2);
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_ownerNumbers, owner, out var known);
        if (!known)
        {
            number = _owners.Count;
            _owners.Add(new OwnerStatistics(owner, 0, 0));
        }

        _documents[Count] = new Document(row, number, 0);
        _byRow.Add(row, Count);
        Adjust(number, documents: 1, terms: 0);
        return Count++;
    }

    public void SetLength(int number, int length)
    {
        ref var document = ref _documents[number];
        Adjust(document.Owner, documents: 0, length - document.Length);
        document = document with { Length = length };
    }

    public void Remove(long row)
    {
        if (!_byRow.Remove(row, out var number))
            return;
        ref var document = ref _documents[number];
        Adjust(document.Owner, documents: -1, -document.Length);
        document = document with { Owner = NoOwner };
    }

    private void Adjust(int owner, int documents, int terms)
    {
        ref var statistics = ref CollectionsMarshal.AsSpan(_owners)[owner];
        statistics = statistics with { Documents = statistics.Documents + documents, Terms = statistics.Terms + terms };
    }
}

/// <param name="Owner">A number of the table's owners; -1 when the document is gone.</param>
/// <param name="Length">In terms.</param>
internal readonly record struct Document(long Row, int Owner, int Length);

/// <param name="Terms">Over all its documents.</param>
internal readonly record struct OwnerStatistics(Owner Owner, int Documents, long Terms);
