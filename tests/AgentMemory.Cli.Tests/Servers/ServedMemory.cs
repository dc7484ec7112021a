namespace AgentMemory.Cli.Tests.Servers;

/// <summary>Says something to a server that background work makes a memory of.</summary>
internal static class ServedMemory
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static HttpClient Client(this RunningTool server) =>
        new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.Address("REST") };

    public static Task<Answer> SayAsync(this HttpClient client) => client.OkAsync("POST", "/v1/working-memory/s/messages", new
    {
        user_id = "ann",
        messages = new[] { new { id = "1", role = "user", content = "I live in Oslo." } },
    });

    /// <summary>Waits until what was said is remembered.</summary>
    public static async Task RemembersAsync(this HttpClient client)
    {
        using var patience = new CancellationTokenSource(Limit);
        while (true)
        {
            var found = await client.OkAsync("POST", "/v1/long-term-memory/search", new { text = "Oslo", user_id = new { eq = "ann" } });
            if (found.Json.GetProperty("total").GetInt32() > 0)
                return;
            await Task.Delay(Pause, patience.Token);
        }
    }
}
