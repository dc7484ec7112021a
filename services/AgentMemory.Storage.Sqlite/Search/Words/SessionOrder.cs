namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>The messages of one session in the order they were created, equal times in the order they were stored.</summary>
internal sealed class SessionOrder
{
    private readonly List<(long CreatedAt, long Row, int Number)> _messages = [];

    public bool IsEmpty => _messages.Count == 0;

    public void Add(in IndexedText message, int number)
    {
        var place = Place(message);
        _messages.Insert(place < 0 ? ~place : place, (message.CreatedAt, message.Row, number));
    }

    public void Clear() => _messages.Clear();

    public void Remove(in IndexedText message)
    {
        if (Place(message) is >= 0 and var place)
            _messages.RemoveAt(place);
    }

    /// <summary>Numbers of the messages two before, before, after and two after; -1 where there is none.</summary>
    public void Around(in IndexedText message, Span<int> neighbours)
    {
        var place = Place(message);
        neighbours[0] = At(place - 2);
        neighbours[1] = At(place - 1);
        neighbours[2] = At(place + 1);
        neighbours[3] = At(place + 2);
    }

    private int At(int place) => place >= 0 && place < _messages.Count ? _messages[place].Number : -1;

    /// <remarks>Most messages are added after all others.</remarks>
    private int Place(in IndexedText message) =>
        _messages.Count > 0 && _messages[^1] is var (createdAt, row, _) && (createdAt, row).CompareTo((message.CreatedAt, message.Row)) < 0
            ? ~_messages.Count
            : _messages.BinarySearch(
                (message.CreatedAt, message.Row, 0),
                Comparer<(long CreatedAt, long Row, int Number)>.Create((a, b) => (a.CreatedAt, a.Row).CompareTo((b.CreatedAt, b.Row))));
}
