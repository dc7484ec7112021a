using System.Net;
using AgentMemory.AppHost.Tests.Processes;

namespace AgentMemory.AppHost.Tests;

/// <summary>Several processes on one data folder: each sees at once what another has acknowledged.</summary>
public sealed class SharedFolderTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private ServerProcess _first = null!;
    private ServerProcess _second = null!;

    public async Task InitializeAsync()
    {
        _first = await ServerProcess.StartAsync(_folder.DataFolder);
        try
        {
            _second = await ServerProcess.StartAsync(_folder.DataFolder);
        }
        catch
        {
            await _first.DisposeAsync(); // DisposeAsync is not called on a test that was not initialized.
            throw;
        }
    }

    public async Task DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sessions_written_by_one_are_seen_by_the_other_at_once()
    {
        const string Session = "/v1/working-memory/s";
        for (var number = 0; number < 25; number++)
        {
            var (writer, reader) = number % 2 == 0 ? (_first, _second) : (_second, _first);
            await writer.Client.OkAsync("POST", $"{Session}/messages", new { messages = new[] { Message($"m{number}") } });
            Assert.Equal(
                Enumerable.Range(0, number + 1).Select(earlier => $"m{earlier}"), await reader.Client.MessageIdsAsync(Session));

            await writer.Client.OkAsync("PUT", "/v1/working-memory/replaced", new { context = $"round {number}" });
            var replaced = await reader.Client.OkAsync("GET", "/v1/working-memory/replaced");
            Assert.Equal($"round {number}", replaced.Json.GetProperty("context").GetString());
        }

        await _first.Client.OkAsync("DELETE", Session);
        Assert.Equal(HttpStatusCode.NotFound, (await _second.Client.SendAsync("GET", Session)).Status);
    }

    [Fact]
    public async Task Memories_written_by_one_are_found_by_the_other_at_once()
    {
        for (var number = 0; number < 25; number++)
        {
            var (writer, reader) = number % 2 == 0 ? (_first, _second) : (_second, _first);
            var path = $"/v1/long-term-memory/k{number}";
            var memory = new { id = $"k{number}", text = $"zebra{number}" };
            await writer.Client.OkAsync("POST", "/v1/long-term-memory/", new { memories = new[] { memory } });
            Assert.Equal([$"k{number}"], await SearchAsync(reader, $"zebra{number}"));

            await writer.Client.OkAsync("PATCH", path, new { text = $"giraffe{number}" });
            Assert.Equal($"giraffe{number}", (await reader.Client.OkAsync("GET", path)).Json.GetProperty("text").GetString());
            Assert.Empty(await SearchAsync(reader, $"zebra{number}"));
            Assert.Equal([$"k{number}"], await SearchAsync(reader, $"giraffe{number}"));

            await writer.Client.OkAsync("DELETE", $"/v1/long-term-memory?memory_ids=k{number}");
            Assert.Equal(HttpStatusCode.NotFound, (await reader.Client.SendAsync("GET", path)).Status);
            Assert.Empty(await SearchAsync(reader, $"giraffe{number}"));
        }
    }

    [Fact]
    public async Task Processes_that_start_at_once_on_a_new_folder_all_serve()
    {
        for (var round = 0; round < 3; round++)
        {
            using var folder = new TemporaryFolder();
            await Task.WhenAll(Enumerable.Range(0, 4).Select(async number =>
            {
                await using var server = await ServerProcess.StartAsync(folder.DataFolder);
                await server.Client.OkAsync("PUT", $"/v1/working-memory/s{number}", "{}");
            }));
        }
    }

    [Fact]
    public async Task Both_append_to_one_session_and_lose_nothing()
    {
        var writers = Enumerable.Range(0, 8).Select(async writer =>
        {
            for (var number = 0; number < 25; number++)
            {
                var server = (writer + number) % 2 == 0 ? _first : _second;
                await server.Client.OkAsync(
                    "POST", "/v1/working-memory/both/messages", new { messages = new[] { Message($"w{writer}-{number:00}") } });
            }
        });
        await Task.WhenAll(writers);

        var ids = await _first.Client.MessageIdsAsync("/v1/working-memory/both");
        Assert.Equal(ids, await _second.Client.MessageIdsAsync("/v1/working-memory/both"));
        Assert.Equal(
            from writer in Enumerable.Range(0, 8) from number in Enumerable.Range(0, 25) select $"w{writer}-{number:00}",
            ids.Order(StringComparer.Ordinal));
        foreach (var own in ids.GroupBy(id => id[..2]))
            Assert.Equal(own.Order(StringComparer.Ordinal), own);
    }

    private static object Message(string id) => new { id, role = "user", content = $"message {id}" };

    private static async Task<string[]> SearchAsync(ServerProcess server, string text)
    {
        var results = await server.Client.OkAsync("POST", "/v1/long-term-memory/search", new { text, search_mode = "keyword" });
        return Sending.Ids(results.Json.GetProperty("memories"));
    }
}
