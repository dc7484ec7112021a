using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using AgentMemory.AppHost.Tests.Processes;

namespace AgentMemory.AppHost.Tests;

public sealed class RestartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [UnixFact]
    public async Task Memory_survives_a_restart()
    {
        string session, memory, found;
        await using (var server = await ServerProcess.StartAsync(_folder.DataFolder))
        {
            await server.Client.OkAsync("POST", "/v1/working-memory/chat/messages", new
            {
                @namespace = "demo",
                user_id = "ann",
                messages = new[] { new { id = "m1", role = "user", content = "I live in Oslo" } },
            });
            await server.Client.OkAsync("POST", "/v1/long-term-memory/", new
            {
                memories = new[] { new { id = "k1", text = "Ann lives in Oslo", @namespace = "demo", user_id = "ann" } },
            });
            (session, memory, found) = await ReadAsync(server);
            Assert.Equal(0, await server.InterruptAsync());
        }

        await using var restarted = await ServerProcess.StartAsync(_folder.DataFolder);

        Assert.Equal((session, memory, found), await ReadAsync(restarted));
        Assert.Contains("I live in Oslo", session, StringComparison.Ordinal);
        Assert.Contains("Ann lives in Oslo", found, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task Stopping_finishes_the_request_under_way()
    {
        await using var server = await ServerProcess.StartAsync(_folder.DataFolder);
        var body = """{"messages":[{"id":"late","role":"user","content":"Half of me came before the signal"}]}"""u8.ToArray();
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", server.Client.BaseAddress!.Port);
        var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/working-memory/s/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"));
        await stream.WriteAsync(body.AsMemory(0, 20));
        await server.Client.OkAsync("GET", "/v1/health"); // By now the server has begun the request above.

        var stopping = server.StopAsync();
        await WaitUntilRefusedAsync(server.Client.BaseAddress.Port);
        await stream.WriteAsync(body.AsMemory(20));
        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync());
        Assert.Equal(0, await stopping);

        await using var restarted = await ServerProcess.StartAsync(_folder.DataFolder);
        Assert.Equal(["late"], await restarted.Client.MessageIdsAsync("/v1/working-memory/s"));
    }

    [UnixFact]
    public async Task Stopping_under_load_keeps_what_was_acknowledged()
    {
        var acknowledged = new ConcurrentBag<string>();
        await using (var server = await ServerProcess.StartAsync(_folder.DataFolder))
        {
            var writers = Enumerable.Range(0, 8).Select(writer => WriteUntilClosedAsync(server.Client, writer, acknowledged)).ToArray();
            await Task.Delay(300);
            Assert.Equal(0, await server.StopAsync());
            await Task.WhenAll(writers);
        }

        await using var restarted = await ServerProcess.StartAsync(_folder.DataFolder);
        var stored = await restarted.Client.MessageIdsAsync("/v1/working-memory/s");
        Assert.NotEmpty(acknowledged);
        Assert.Equal(stored.Length, stored.Distinct().Count());
        Assert.Empty(acknowledged.Except(stored));
    }

    private static async Task WriteUntilClosedAsync(
        HttpClient client, int writer, ConcurrentBag<string> acknowledged)
    {
        for (var number = 0; ; number++)
        {
            var id = $"w{writer}-{number}";
            try
            {
                var message = new { id, role = "user", content = id };
                await client.OkAsync("POST", "/v1/working-memory/s/messages", new { messages = new[] { message } });
                acknowledged.Add(id);
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private static async Task WaitUntilRefusedAsync(int port)
    {
        for (var attempt = 0; attempt < 500; attempt++)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync("127.0.0.1", port);
            }
            catch (SocketException)
            {
                return;
            }
            await Task.Delay(10);
        }
        Assert.Fail("The server still takes connections after it was told to stop");
    }

    private static async Task<(string Session, string Memory, string Found)> ReadAsync(ServerProcess server)
    {
        var found = await server.Client.OkAsync("POST", "/v1/long-term-memory/search", new { text = "where does Ann live, Oslo?" });
        return (
            (await server.Client.OkAsync("GET", "/v1/working-memory/chat?namespace=demo&user_id=ann")).Text,
            (await server.Client.OkAsync("GET", "/v1/long-term-memory/k1")).Text,
            JsonSerializer.Serialize(found.Json.GetProperty("memories")[0].GetProperty("text")));
    }
}
