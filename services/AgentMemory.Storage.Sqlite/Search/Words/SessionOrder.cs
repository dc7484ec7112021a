namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>The messages of one session in the order they were created, equal times in the order they were stored.</summary>
internal sealed class SessionOrder
{
    private readonly List<(long CreatedAt, long Row, int Number)> _messages = [];

    public bool IsEmpty => _messages.Count == 0;

    /// <returns>Its place, for <see cref="IndexedText.PlaceInSession"/>.</returns>
    public int Add(in IndexedText message, int number)
    {
        var place = Find(message);
        place = place < 0 ? ~place : place;
        _messages.Insert(place, (message.CreatedAt, message.Row, number));
        return place;
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

    private int Place(in IndexedText message) =>
        message.PlaceInSession < _messages.Count && Compare(message.PlaceInSession, message) == 0 ? message.PlaceInSession : Find(message);

    /// <returns>As <see cref="List{T}.BinarySearch(T)"/>.</returns>
    /// <remarks>Most messages are added after all others.</remarks>
    private int Find(in IndexedText message)
    {
        var (low, high) = (0, _messages.Count);
        while (low < high)
        {
            var middle = high == _messages.Count ? high - 1 : (low + high) / 2;
            switch (Compare(middle, message))
            {
                case 0:
                    return middle;
                case < 0:
                    low = middle + 1;
                    break;
                default:
                    high = middle;
                    break;
            }
        }

        return ~low;
    }

    private int Compare(int place, in IndexedText message)
    {
        var (createdAt, row, _) = _messages[place];
        return createdAt != message.CreatedAt ? createdAt.CompareTo(message.CreatedAt) : row.CompareTo(message.Row);
    }
}
