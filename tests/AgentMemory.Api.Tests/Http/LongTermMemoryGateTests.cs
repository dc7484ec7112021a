using System.Net;

namespace AgentMemory.Api.Tests.Http;

public sealed class HostWithoutLongTermMemory : ApiHost
{
    protected override EngineOptions Engine => new() { LongTermMemory = false };
}

public sealed class LongTermMemoryGateTests(HostWithoutLongTermMemory host) : IClassFixture<HostWithoutLongTermMemory>
{
    [Theory, Trait("Spec", "2")]
    [InlineData("POST", "/v1/long-term-memory/", """{"memories":[]}""")]
    [InlineData("POST", "/v1/long-term-memory/search", "{}")]
    [InlineData("DELETE", "/v1/long-term-memory", null)]
    [InlineData("POST", "/v1/long-term-memory/compact", null)]
    [InlineData("GET", "/v1/long-term-memory/m", null)]
    [InlineData("PATCH", "/v1/long-term-memory/m", """{"pinned":true}""")]
    [InlineData("POST", "/v1/memory/prompt", """{"query":"q","long_term_search":true}""")]
    public async Task Long_term_memory_that_is_off_refuses_with_400(string method, string path, string? body)
    {
        var answer = await host.Client.SendAsync(method, path, body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("""{"detail":"Long-term memory is disabled"}""", answer.Text);
    }

    [Fact]
    public async Task Working_memory_goes_on_without_it()
    {
        Assert.Equal(HttpStatusCode.OK, (await host.Client.SendAsync("PUT", "/v1/working-memory/s", "{}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.SendAsync("GET", "/v1/working-memory/s")).Status);
    }
}
