using System.Net;

namespace AgentMemory.Api.Tests.Http;

public sealed class MemoryPromptTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact, Trait("Spec", "2.13"), Trait("Spec", "17.4")]
    public async Task Summary_messages_memories_and_question_come_in_this_order()
    {
        await host.Client.SendAsync(
            "PUT", "/v1/working-memory/prompt-1",
            """{"namespace":"prompt","user_id":"alice","context":"They talked of homes.","messages":[{"role":"user","content":"I live in Oslo"},{"role":"tool","content":"noted"}]}""");
        await host.Client.SendAsync(
            "POST", "/v1/long-term-memory/", """{"memories":[{"id":"m-1","text":"User lives in Oslo","namespace":"prompt","user_id":"alice"}]}""");
        var answer = await host.Client.SendAsync(
            "POST", "/v1/memory/prompt?optimize_query=false",
            """{"query":"Where in Oslo do I live?","session":{"session_id":"prompt-1","context_window_max":"16000"},"long_term_search":{"namespace":{"eq":"prompt"},"text":"ignored"}}""");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var messages = answer.Json.GetProperty("messages");
        Assert.Equal(
            ["system", "user", "assistant", "system", "user"], messages.EnumerateArray().Select(message => message.GetProperty("role").GetString()));
        Assert.Equal(
            """{"type":"text","text":"I live in Oslo","annotations":null,"_meta":null}""", messages[1].GetProperty("content").GetRawText());
        string Text(int index) => messages[index].GetProperty("content").GetProperty("text").GetString()!;
        Assert.Matches("(?i)summary[^\n]*\nThey talked of homes\\.$", Text(0));
        Assert.Contains("Long term memories", Text(3), StringComparison.Ordinal);
        Assert.Contains("- User lives in Oslo (ID: m-1)", Text(3), StringComparison.Ordinal);
        Assert.Equal("Where in Oslo do I live?", Text(4));
        Assert.Equal("m-1", answer.Json.GetProperty("long_term_memories")[0].GetProperty("id").GetString());
    }

    [Theory, Trait("Spec", "2.13")]
    [InlineData("""{"query":"q"}""")]
    [InlineData("""{"query":"q","session":null,"long_term_search":false}""")]
    [InlineData("""{"query":"q","long_term_search":"off"}""")]
    public async Task Neither_session_nor_search_is_400(string body)
    {
        var answer = await host.Client.SendAsync("POST", "/v1/memory/prompt", body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("""{"detail":"Either session or long_term_search must be provided"}""", answer.Text);
    }

    [Fact, Trait("Spec", "2.13")]
    public async Task A_missing_session_adds_nothing_and_an_empty_search_says_so()
    {
        var answer = await host.Client.SendAsync(
            "POST", "/memory-prompt", """{"query":"q","session":{"session_id":"none"},"long_term_search":{"namespace":{"eq":"empty"}}}""");
        Assert.Equal(2, answer.Json.GetProperty("messages").GetArrayLength());
        Assert.Equal("null", answer.Json.GetProperty("long_term_memories").GetRawText());
    }

    [Fact, Trait("Trap", "T8")]
    public async Task The_default_search_looks_for_the_question()
    {
        await host.Client.SendAsync(
            "POST", "/v1/long-term-memory/",
            """{"memories":[{"id":"t8-1","text":"The zebra is striped","user_id":"t8"},{"id":"t8-2","text":"Bread needs flour","user_id":"t8"}]}""");
        var answer = await host.Client.SendAsync(
            "POST", "/v1/memory/prompt", """{"query":"zebra","session":{"session_id":"none","user_id":"t8"},"long_term_search":true}""");
        var memory = Assert.Single(answer.Json.GetProperty("long_term_memories").EnumerateArray());
        Assert.Equal("t8-1", memory.GetProperty("id").GetString());
    }
}
