using System.Text;
using AgentMemory.Gateway.Affinity;

namespace AgentMemory.Gateway.Tests;

public sealed class EndpointEventStreamTests
{
    [Theory]
    [InlineData("event: endpoint\ndata: /messages/?session_id=1\n\nevent: message\ndata: {}\n\n",
        "event: endpoint\ndata: /messages/?session_id=1&replica=r\n\nevent: message\ndata: {}\n\n")]
    [InlineData("event: endpoint\r\ndata: /messages/\r\n\r\ndata: x\r\n\r\n", "event: endpoint\r\ndata: /messages/?replica=r\r\n\r\ndata: x\r\n\r\n")]
    [InlineData("data: /messages/\n\nevent: endpoint\ndata: /later\n\n", "data: /messages/\n\nevent: endpoint\ndata: /later\n\n")]
    [InlineData(": comment\n\ndata: é\n\n", ": comment\n\ndata: é\n\n")]
    public async Task The_first_event_alone_is_changed_however_it_is_cut(string sent, string expected)
    {
        for (var size = 1; size <= sent.Length; size++)
        {
            using var client = new MemoryStream();
            await using var stream = new EndpointEventStream(client, "replica=r");
            foreach (var part in Encoding.UTF8.GetBytes(sent).Chunk(size))
                await stream.WriteAsync(part);
            Assert.Equal(expected, Encoding.UTF8.GetString(client.ToArray()));
        }
    }

    [Fact]
    public async Task What_never_ends_is_not_held_back()
    {
        using var client = new MemoryStream();
        await using var stream = new EndpointEventStream(client, "replica=r");
        var endless = new byte[1000];
        for (var round = 0; round < 10; round++)
            await stream.WriteAsync(endless);

        Assert.Equal(10_000, client.Length);
    }
}
