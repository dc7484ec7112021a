using System.Net;

namespace AgentMemory.Api.Tests.Http;

public sealed class MessageMetadataTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory, Trait("Spec", "4.2")]
    [InlineData("""{"source":"recalled","mine":[1,{"a":null}]}""")]
    [InlineData("""{"source":null}""")]
    [InlineData("{}")]
    public async Task Metadata_comes_back_as_it_was_sent(string metadata)
    {
        var put = await PutAsync($$"""{"id":"m","role":"user","content":"x","metadata":{{metadata}} }""");
        foreach (var answer in new[] { put, await host.Client.SendAsync("GET", "/v1/working-memory/meta") })
            Assert.Equal(metadata, answer.Json.GetProperty("messages")[0].GetProperty("metadata").GetRawText());
    }

    [Fact, Trait("Spec", "4.2")]
    public async Task A_message_without_metadata_is_answered_as_ever()
    {
        foreach (var message in new[] { """{"role":"user","content":"x"}""", """{"role":"user","content":"x","metadata":null}""" })
        {
            var answer = await PutAsync(message);
            Assert.Equal(
                ["role", "content", "id", "created_at", "persisted_at", "discrete_memory_extracted"],
                answer.Json.GetProperty("messages")[0].EnumerateObject().Select(member => member.Name));
        }
    }

    [Theory]
    [InlineData("""{"source":"memory"}""", "Input should be 'user', 'assistant', 'tool', 'recalled' or 'system'", "source")]
    [InlineData("""{"source":7}""", "Input should be 'user', 'assistant', 'tool', 'recalled' or 'system'", "source")]
    [InlineData("\"recalled\"", "Input should be a valid dictionary", "metadata")]
    public async Task A_source_that_is_none_is_422(string metadata, string message, string field)
    {
        foreach (var (method, path) in new[] { ("PUT", "/v1/working-memory/meta"), ("POST", "/v1/working-memory/meta/messages") })
        {
            var answer = await host.Client.SendAsync(
                method, path, $$"""{"messages":[{"role":"user","content":"x","metadata":{{metadata}} }]}""");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
            Assert.Equal(message, answer.Detail[0].GetProperty("msg").GetString());
            Assert.Equal(field, answer.Detail[0].GetProperty("loc").EnumerateArray().Last().GetString());
        }
    }

    private Task<Answer> PutAsync(string message) =>
        host.Client.SendAsync("PUT", "/v1/working-memory/meta", $$"""{"messages":[{{message}}]}""");
}
