using System.Net;
using System.Text;
using System.Text.Json;

namespace AgentMemory.AppHost.Tests.Distributed;

public sealed class WholeGraphTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [WholeGraphFact]
    public async Task A_conversation_becomes_memories_that_mcp_recalls_also_when_a_worker_and_an_api_die()
    {
        await using var application = await RunningApplication.StartAsync();
        var gateway = application.Gateway;

        await SayAsync(gateway, "first", "I live in Oslo.");
        await RecallAsync(gateway, "User lives in Oslo");

        await application.KillOneAsync("worker");
        await application.KillOneAsync("api");
        await SayAsync(gateway, "second", "I work as a nurse.");
        await RecallAsync(gateway, "User works as a nurse");
        await RecallAsync(gateway, "User lives in Oslo");
    }

    /// <summary>Again and again, as a client would, while a replica is missing.</summary>
    private static async Task SayAsync(HttpClient gateway, string session, string text)
    {
        var message = new
        {
            user_id = "ann",
            @namespace = "graph",
            messages = new[] { new { id = session + "-1", role = "user", content = text, created_at = "2026-05-01T09:00:00Z" } },
        };
        await UntilAsync($"{session} is stored", async () =>
            (await PostAsync(gateway, $"/v1/working-memory/{session}/messages", message)).Status == HttpStatusCode.OK);
    }

    private static Task RecallAsync(HttpClient gateway, string memory) => UntilAsync($"MCP recalls: {memory}", async () =>
    {
        var answer = await PostAsync(gateway, "/graph/mcp", new
        {
            jsonrpc = "2.0",
            id = 1,
            method = "tools/call",
            @params = new { name = "search_long_term_memory", arguments = new { text = memory, user_id = new { eq = "ann" } } },
        });
        return answer.Status == HttpStatusCode.OK && answer.Text.Contains(memory, StringComparison.Ordinal);
    });

    private static async Task<(HttpStatusCode Status, string Text)> PostAsync(HttpClient client, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task UntilAsync(string what, Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await IsSoAsync())
        {
            Assert.False(patience.IsCancellationRequested, $"It is not so within {Patience.TotalMinutes} minutes that {what}");
            await Task.Delay(500);
        }

        async Task<bool> IsSoAsync()
        {
            try
            {
                return await isSo();
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }
    }
}
