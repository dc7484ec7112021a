namespace AgentMemory.Maintenance.Reference;

/// <summary>Tells of the reference's tokens, so that their owners can be given new ones.</summary>
internal sealed class ReferenceTokens(TimeProvider time)
{
    private const int MostListed = 1000;

    private readonly List<ReferenceTokenSummary> _list = [];
    private long _found;

    public TokenReport Report => new(_found, _list);

    public void Add(ReferenceToken item)
    {
        if (_found++ >= MostListed)
            return;
        try
        {
            var document = ReferenceObject.Parse(item.Json, new ReferenceRepairs());
            var expires = document.Time("expires_at");
            _list.Add(new(document.Text("description") ?? "", document.Time("created_at"), expires, expires <= time.GetUtcNow()));
        }
        catch (UnreadableItemException)
        {
            _list.Add(new("(unreadable)", CreatedAt: null, ExpiresAt: null, IsExpired: false));
        }
    }
}
