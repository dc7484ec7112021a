using System.Text.Json.Nodes;
using AgentMemory.Mcp.Transports.Framing;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Tests.Transports;

public sealed class CallsUnderWayTests
{
    private readonly CallsUnderWay _calls = new();

    [Fact]
    public void An_id_is_used_once_at_a_time()
    {
        Assert.Null(_calls.Begin(Request(1)));
        Assert.Equal(new RequestId(1), _calls.Begin(Request(1))?.Id);

        _calls.End(new JsonRpcResponse { Id = new RequestId(1), Result = null });

        Assert.Null(_calls.Begin(Request(1)));
    }

    [Fact]
    public void There_are_so_many_calls_and_no_more_until_one_is_answered_or_cancelled()
    {
        for (var id = 0; id < CallsUnderWay.Limit; id++)
            Assert.Null(_calls.Begin(Request(id)));
        Assert.NotNull(_calls.Begin(Request(1000)));

        _calls.End(new JsonRpcError { Id = new RequestId(3), Error = new() { Code = 1, Message = "" } });
        Assert.Null(_calls.Begin(Request(1000)));
        Assert.NotNull(_calls.Begin(Request(1001)));

        Assert.Null(_calls.Begin(new JsonRpcNotification
        {
            Method = NotificationMethods.CancelledNotification,
            Params = JsonNode.Parse("""{"requestId":4}"""),
        }));
        Assert.Null(_calls.Begin(Request(1001)));
    }

    [Fact]
    public void What_is_no_request_is_not_counted()
    {
        for (var message = 0; message < 2 * CallsUnderWay.Limit; message++)
            Assert.Null(_calls.Begin(new JsonRpcNotification { Method = NotificationMethods.InitializedNotification }));
        Assert.Null(_calls.Begin(Request(1)));
    }

    private static JsonRpcRequest Request(int id) => new() { Id = new RequestId(id), Method = "ping" };
}
