using System.Net;

namespace AgentMemory.Api.Tests.Http;

public sealed class TenancyTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly (string, string) BoundToA = ("X-Namespaces", "tenant-a");
    private static readonly (string, string) BoundToB = ("X-Namespaces", "tenant-b");

    [Fact]
    public async Task What_a_bound_caller_writes_goes_to_its_namespace_and_others_do_not_see_it()
    {
        var put = await host.Client.SendAsync("PUT", "/v1/working-memory/shared", """{"context":"secret"}""", BoundToA);
        Assert.Equal("tenant-a", put.Json.GetProperty("namespace").GetString());
        await host.Client.SendAsync("POST", "/v1/long-term-memory/", """{"memories":[{"id":"shared","text":"A secret"}]}""", BoundToA);

        Assert.Equal(HttpStatusCode.OK, (await host.Client.SendAsync("GET", "/v1/working-memory/shared", (string?)null, BoundToA)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.SendAsync("GET", "/v1/working-memory/shared", (string?)null, BoundToB)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.SendAsync("GET", "/v1/long-term-memory/shared", (string?)null, BoundToB)).Status);
        Assert.Equal("""{"sessions":[],"total":0}""", (await host.Client.SendAsync("GET", "/v1/working-memory/", (string?)null, BoundToB)).Text);
        Assert.Equal("""{"memories":[],"total":0,"next_offset":null}""", (await host.Client.SendAsync("POST", "/v1/long-term-memory/search", "{}", BoundToB)).Text);
        Assert.Equal("""{"status":"ok, deleted 0 memories"}""", (await host.Client.SendAsync("DELETE", "/v1/long-term-memory?memory_ids=shared", (string?)null, BoundToB)).Text);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.SendAsync("GET", "/v1/long-term-memory/shared", (string?)null, BoundToA)).Status);
    }

    [Theory]
    [InlineData("PUT", "/v1/working-memory/s", """{"namespace":"tenant-b"}""")]
    [InlineData("PUT", "/v1/working-memory/s?namespace=tenant-b", "{}")]
    [InlineData("POST", "/v1/working-memory/s/messages", """{"namespace":"tenant-b","messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("GET", "/v1/working-memory/s?namespace=tenant-b", null)]
    [InlineData("DELETE", "/v1/working-memory/s?namespace=tenant-b", null)]
    [InlineData("GET", "/v1/working-memory/?namespace=tenant-b", null)]
    [InlineData("POST", "/v1/long-term-memory/", """{"memories":[{"id":"x","text":"x","namespace":"tenant-b"}]}""")]
    [InlineData("POST", "/v1/long-term-memory/search", """{"namespace":{"eq":"tenant-b"}}""")]
    [InlineData("POST", "/v1/long-term-memory/search?namespace=tenant-b", "{}")]
    [InlineData("POST", "/v1/long-term-memory/compact?namespace=tenant-b", null)]
    [InlineData("POST", "/v1/long-term-memory/forget?namespace=tenant-b", """{"policy":{}}""")]
    [InlineData("POST", "/v1/memory/prompt", """{"query":"q","session":{"session_id":"s","namespace":"tenant-b"}}""")]
    public async Task Naming_another_tenant_is_403(string method, string path, string? body)
    {
        var answer = await host.Client.SendAsync(method, path, body, BoundToA);
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains("namespace", answer.Detail.GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_memory_id_that_several_owners_have_is_409_until_the_caller_says_which()
    {
        await host.Client.SendAsync("POST", "/v1/long-term-memory/", """{"memories":[{"id":"twin","text":"One","user_id":"u1"},{"id":"twin","text":"Two","user_id":"u2"}]}""");
        var ambiguous = await host.Client.SendAsync("GET", "/v1/long-term-memory/twin");
        Assert.Equal(HttpStatusCode.Conflict, ambiguous.Status);
        Assert.Contains("user_id", ambiguous.Detail.GetString(), StringComparison.Ordinal);
        Assert.Equal("Two", (await host.Client.SendAsync("GET", "/v1/long-term-memory/twin?user_id=u2")).Json.GetProperty("text").GetString());
    }
}
