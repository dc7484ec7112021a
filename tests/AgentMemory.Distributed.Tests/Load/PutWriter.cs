using System.Net;

namespace AgentMemory.Distributed.Tests.Load;

/// <summary>Counts up in one session, each time only if nobody else wrote it since it was read.</summary>
internal sealed class PutWriter(Client client, string user) : Writer(client, user)
{
    private int _promised;
    private int _attempted;
    private string? _etag;

    public override async Task AssertAsync(Client reader)
    {
        if (_promised == 0)
            return;
        var data = (await reader.SendAsync(HttpMethod.Get, Session("count"), null, null))!.Json.GetProperty("data");
        Assert.InRange(data.GetProperty("count").GetInt32(), _promised, _attempted);
    }

    protected override async Task WorkAsync()
    {
        _attempted = _promised + 1;
        var reply = await Client.SendAsync(
            HttpMethod.Put, Session("count"),
            new { messages = Array.Empty<object>(), data = new { count = _attempted }, @namespace = Namespace, user_id = User },
            _etag, HttpStatusCode.PreconditionFailed);
        if (reply is null)
            return;
        if (reply.Status == HttpStatusCode.OK)
        {
            (_promised, _etag) = (_attempted, reply.ETag);
            return;
        }

        // An earlier try was stored and its answer lost. Nobody else writes here: what is there must be that try.
        if (await Client.SendAsync(HttpMethod.Get, Session("count"), null, null) is not { } read)
            return;
        Assert.Equal(_attempted, read.Json.GetProperty("data").GetProperty("count").GetInt32());
        (_promised, _etag) = (_attempted, read.ETag);
    }
}
