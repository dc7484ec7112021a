using System.Globalization;
using System.Text.Json;
using AgentMemory.Mcp.Tests.Transports.Support;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Xunit.Abstractions;

namespace AgentMemory.Mcp.Tests.Transports;

/// <summary>
/// Clients of both transports, each in a namespace of its own, write and search at the same time under the same ids and
/// words; every answer is of its namespace. <c>AGENT_MEMORY_MCP_SECONDS</c> says for how long, 8 by default.
/// </summary>
[Trait("Trap", "T17")]
public sealed class NamespaceIsolationTests(ITestOutputHelper output)
{
    private const int ClientsPerTransport = 32;

    [Fact]
    public async Task Namespaces_never_cross()
    {
        var seconds = int.Parse(Environment.GetEnvironmentVariable("AGENT_MEMORY_MCP_SECONDS") ?? "8", CultureInfo.InvariantCulture);
        await using var site = await McpSite.StartAsync(("AUTH_MODE", "token"), ("DEFAULT_MCP_NAMESPACE", "of nobody"));
        var everywhere = (await site.AddTokenAsync()).Secret;
        var tenants = new List<Tenant>();
        for (var number = 0; number < 2 * ClientsPerTransport; number++)
        {
            var name = $"tenant/{number}";
            var token = number % 3 == 0 ? (await site.AddTokenAsync(name)).Secret : everywhere;
            tenants.Add(await Tenant.ConnectAsync(site, name, token, isSse: number % 2 == 0));
        }

        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        await Task.WhenAll(tenants.Select(tenant => tenant.WorkAsync(end.Token)));
        foreach (var tenant in tenants)
            await tenant.CheckAllAsync();

        output.WriteLine(
            $"{tenants.Count} clients, {seconds} s: {tenants.Sum(tenant => tenant.Writes)} writes, {tenants.Sum(tenant => tenant.Answers)} answers checked");
        Assert.All(tenants, tenant => Assert.True(tenant.Writes > 0));
        foreach (var tenant in tenants)
            await tenant.DisposeAsync();
    }

    private sealed class Tenant(McpClient client, string name) : IAsyncDisposable
    {
        public int Writes { get; private set; }

        public int Answers { get; private set; }

        public static async Task<Tenant> ConnectAsync(McpSite site, string name, string token, bool isSse)
        {
            var transport = new HttpClientTransport(new HttpClientTransportOptions
            {
                Endpoint = site.At($"/{Uri.EscapeDataString(name)}/{(isSse ? "sse" : "mcp")}"),
                TransportMode = isSse ? HttpTransportMode.Sse : HttpTransportMode.StreamableHttp,
                AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" },
            });
            return new Tenant(await McpClient.CreateAsync(transport), name);
        }

        public async Task WorkAsync(CancellationToken end)
        {
            while (!end.IsCancellationRequested)
            {
                Writes++;
                await CallAsync("create_long_term_memories", $$"""{"memories":[{"id":"m-{{Writes}}","text":"The password of {{name}} number {{Writes}}"}]}""");
                await CallAsync("set_working_memory", $$"""{"session_id":"shared","messages":[{"role":"user","content":"I am {{name}}"}]}""");
                Check((await CallAsync("search_long_term_memory", """{"text":"password","limit":20}""")).GetProperty("memories"));
                Check(await CallAsync("get_long_term_memory", $$"""{"memory_id":"m-{{Writes}}"}"""));
                Assert.Equal($"I am {name}", (await CallAsync("get_working_memory", """{"session_id":"shared"}""")).GetProperty("messages")[0].GetProperty("content").GetString());
            }
        }

        /// <summary>Everything that was written is there, once, and nothing else.</summary>
        public async Task CheckAllAsync()
        {
            var all = new HashSet<string>();
            int? offset = 0;
            while (offset is { } from)
            {
                var page = await CallAsync("search_long_term_memory", $$"""{"text":"","limit":100,"offset":{{from}}}""");
                Check(page.GetProperty("memories"));
                all.UnionWith(page.GetProperty("memories").EnumerateArray().Select(memory => memory.GetProperty("id").GetString()!));
                offset = page.TryGetProperty("next_offset", out var next) && next.ValueKind == JsonValueKind.Number ? next.GetInt32() : null;
            }

            Assert.Equal(Writes, all.Count);
        }

        public ValueTask DisposeAsync() => client.DisposeAsync();

        private void Check(JsonElement found)
        {
            foreach (var memory in found.ValueKind == JsonValueKind.Array ? found.EnumerateArray().ToArray() : [found])
            {
                Assert.Equal(name, memory.GetProperty("namespace").GetString());
                Assert.StartsWith($"The password of {name} number ", memory.GetProperty("text").GetString(), StringComparison.Ordinal);
                Answers++;
            }
        }

        private async Task<JsonElement> CallAsync(string tool, string arguments)
        {
            var result = await client.CallToolAsync(new CallToolRequestParams
            {
                Name = tool,
                Arguments = JsonElement.Parse(arguments).EnumerateObject().ToDictionary(member => member.Name, member => member.Value),
            });
            Assert.True(result.IsError != true, JsonSerializer.Serialize(result));
            return Assert.NotNull(result.StructuredContent);
        }
    }
}
