using System.Net;
using System.Text.Json;

namespace AgentMemory.Api.Tests.Http;

public sealed class HostThatIndexesMessages : ApiHost
{
    protected override EngineOptions Engine => new() { IndexAllMessages = true };
}

public sealed class ReconstructionTests(HostThatIndexesMessages host) : IClassFixture<HostThatIndexesMessages>
{
    [Fact, Trait("Spec", "10.1"), Trait("Spec", "15.7"), Trait("Spec", "10.7")]
    public async Task A_session_that_is_gone_is_rebuilt_from_its_messages_and_malformed_ones_are_left_out()
    {
        const string Path = "/v1/working-memory/rebuilt?namespace=rebuild&user_id=ann";
        await OkAsync("PUT", Path, """
            {"context":"lost","data":{"lost":1},"messages":[
              {"id":"r2","role":"Assistant","content":"Noted: Oslo","created_at":"2026-01-31T10:00:02Z"},
              {"id":"r1","role":"user","content":"I live in Oslo","created_at":"2026-01-31T10:00:01Z"},
              {"id":"r3","role":"user","content":"Thanks","created_at":"2026-01-31T10:00:03Z"}]}
            """);
        await OkAsync("POST", "/v1/long-term-memory/", """
            {"memories":[{"id":"malformed","text":"no role here","memory_type":"message","session_id":"rebuilt","namespace":"rebuild","user_id":"ann"}]}
            """);
        await host.RunDueTasksAsync();
        await OkAsync("DELETE", Path);

        var rebuilt = await OkAsync("GET", Path);
        Assert.Equal(["r1 user I live in Oslo", "r2 assistant Noted: Oslo", "r3 user Thanks"], Messages(rebuilt));
        Assert.Equal("2026-01-31T10:00:01Z", rebuilt.GetProperty("messages")[0].GetProperty("created_at").GetString());
        Assert.Equal(JsonValueKind.String, rebuilt.GetProperty("messages")[0].GetProperty("persisted_at").ValueKind);
        Assert.Equal(("[]", "{}", "\"\""), (Raw("memories"), Raw("data"), Raw("context")));
        Assert.Equal("""{"strategy":"discrete","config":{}}""", Raw("long_term_memory_strategy"));
        Assert.Equal(("\"rebuild\"", "\"ann\""), (Raw("namespace"), Raw("user_id")));
        Assert.Equal(["r2 assistant Noted: Oslo", "r3 user Thanks"], Messages(await OkAsync("GET", Path + "&recent_messages_limit=3"))[^2..]);

        string Raw(string name) => rebuilt.GetProperty(name).GetRawText();
    }

    [Fact, Trait("Spec", "10.1"), Trait("Spec", "15.7")]
    public async Task A_stored_session_is_answered_as_stored_whatever_records_say()
    {
        const string Path = "/v1/working-memory/stored?namespace=rebuild";
        await OkAsync("PUT", Path, """{"messages":[{"id":"s1","role":"user","content":"Old","created_at":"2026-01-31T10:00:01Z"}]}""");
        await host.RunDueTasksAsync();
        await OkAsync("PUT", Path, """{"context":"fresh","messages":[]}""");
        var stored = await OkAsync("GET", Path);
        Assert.Empty(Messages(stored));
        Assert.Equal("fresh", stored.GetProperty("context").GetString());
    }

    private static string[] Messages(JsonElement session) =>
    [
        .. session.GetProperty("messages").EnumerateArray().Select(message =>
            $"{message.GetProperty("id").GetString()} {message.GetProperty("role").GetString()} {message.GetProperty("content").GetString()}"),
    ];

    private async Task<JsonElement> OkAsync(string method, string path, string? body = null)
    {
        var answer = await host.Client.SendAsync(method, path, body);
        Assert.True(answer.Status == HttpStatusCode.OK, $"{method} {path}: {answer.Status} {answer.Text}");
        return answer.Json;
    }
}
