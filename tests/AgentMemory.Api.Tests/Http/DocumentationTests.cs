using System.Net;
using System.Text.Json;
using AgentMemory.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Api.Tests.Http;

public sealed class DocumentationTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact, Trait("Spec", "1.1")]
    public async Task The_document_describes_every_route_with_schemas_that_exist()
    {
        var answer = await host.Client.SendAsync("GET", "/openapi.json", (string?)null, ("X-Refuse", "1"));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var document = answer.Json;
        Assert.Equal("AgentMemory", document.GetProperty("info").GetProperty("title").GetString());

        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name.TrimEnd('/')}"))
            .ToHashSet();
        string[] expected =
        [
            "GET /v1/health", "GET /v1/ready", "GET /v1/working-memory", "GET /v1/working-memory/{session_id}",
            "PUT /v1/working-memory/{session_id}", "DELETE /v1/working-memory/{session_id}",
            "POST /v1/working-memory/{session_id}/messages", "POST /v1/long-term-memory", "DELETE /v1/long-term-memory",
            "POST /v1/long-term-memory/search", "POST /v1/long-term-memory/compact", "POST /v1/long-term-memory/forget",
            "GET /v1/long-term-memory/{memory_id}", "PATCH /v1/long-term-memory/{memory_id}", "POST /v1/memory/prompt",
            "GET /health", "GET /sessions", "GET /sessions/{session_id}/memory", "PUT /sessions/{session_id}/memory",
            "POST /sessions/{session_id}/memory", "DELETE /sessions/{session_id}/memory", "POST /long-term-memory",
            "POST /long-term-memory/search", "POST /memory-prompt",
            "POST /v1/summary-views", "GET /v1/summary-views", "GET /v1/summary-views/{view_id}", "DELETE /v1/summary-views/{view_id}",
            "POST /v1/summary-views/{view_id}/partitions/run", "GET /v1/summary-views/{view_id}/partitions",
            "POST /v1/summary-views/{view_id}/run", "GET /v1/tasks", "GET /v1/tasks/{task_id}", "POST /v1/tasks/{task_id}/retry",
            "GET /v1/usage", "GET /v1/overview", "GET /v1/events", "GET /v1/sessions", "GET /v1/working-memory/{session_id}/events", "GET /v1/long-term-memory/{memory_id}/history",
            "GET /v1/long-term-memory/{memory_id}/merges", "POST /v1/long-term-memory/merges/{merge_id}/undo",
        ];
        Assert.Equal(expected.Order(), operations.Order());

        var schemas = document.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(schema => schema.Name).ToHashSet();
        var references = References(document).ToHashSet();
        Assert.Empty(references.Except(schemas));
        Assert.Empty(schemas.Except(references));
    }

    [Fact, Trait("Spec", "1.1")]
    public async Task Every_guarded_operation_names_the_security_scheme_and_its_error_bodies()
    {
        var document = (await host.Client.SendAsync("GET", "/openapi.json")).Json;
        Assert.True(document.GetProperty("components").GetProperty("securitySchemes").TryGetProperty("token", out _));
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                var open = path.Name is "/v1/health" or "/v1/ready" or "/health";
                Assert.Equal(!open, operation.Value.TryGetProperty("security", out _));
                Assert.Equal(!open, operation.Value.GetProperty("responses").TryGetProperty("422", out _));
            }
        }
    }

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/docs", "text/html")]
    [InlineData("/docs/docs.js", "text/javascript")]
    [InlineData("/docs/docs.css", "text/css")]
    [InlineData("/console", "text/html")]
    [InlineData("/console/main.js", "text/javascript")]
    [InlineData("/console/console.css", "text/css")]
    [InlineData("/console/icon.svg", "image/svg+xml")]
    public async Task The_page_is_served_to_anybody_and_may_load_nothing_from_elsewhere(string path, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Refuse", "1");
        using var response = await host.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        var text = await response.Content.ReadAsStringAsync();
        Assert.NotEmpty(text.Trim());
        Assert.DoesNotContain("https://", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", text, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_known_is_not_sent_again()
    {
        using var first = await host.Client.GetAsync(new Uri("/console/main.js", UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/console/main.js");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var again = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_first_page_leads_to_the_console() =>
        Assert.Contains("href=\"/console\"", await host.Client.GetStringAsync(new Uri("/", UriKind.Relative)), StringComparison.Ordinal);

    [Fact, Trait("Spec", "1.3"), Trait("Trap", "T65")]
    public async Task Answers_have_the_members_their_schemas_say_in_that_order()
    {
        const string Session = "/v1/working-memory/documented";
        const string Message = """{"role":"user","content":"Documented","metadata":{"source":"user"}}""";
        var put = await SendAsync("PUT", Session, $$"""{"messages":[{{Message}}],"memories":[{"text":"Documented"}]}""");
        var appended = await SendAsync("POST", Session + "/messages", $$"""{"messages":[{{Message}}]}""");
        var created = await SendAsync("POST", "/v1/long-term-memory/", """{"memories":[{"id":"documented","text":"Documented"},{"id":"repeated","text":"Documented!"}]}""");
        // With all that a hit may have.
        var found = await SendAsync("POST", "/v1/long-term-memory/search", """{"text":"documented","explain":true,"max_tokens":500}""");
        var ready = await SendAsync("GET", "/v1/ready");
        var view = await SendAsync("POST", "/v1/summary-views", """{"source":"long_term"}""");
        var viewPath = $"/v1/summary-views/{view.GetProperty("id").GetString()}";
        var events = await SendAsync("GET", "/v1/long-term-memory/documented/history");
        var sessions = await SendAsync("GET", "/v1/sessions");
        var failed = await FailedTasksAsync();
        (string Schema, JsonElement Answer)[] answers =
        [
            ("WorkingMemory", put), ("MemoryMessage", put.GetProperty("messages")[0]), ("MemoryRecord", put.GetProperty("memories")[0]),
            ("MemoryStrategy", put.GetProperty("long_term_memory_strategy")), ("WorkingMemory", await SendAsync("GET", Session)),
            ("AppendResult", appended), ("SessionList", await SendAsync("GET", "/v1/working-memory/")),
            ("Status", created), ("SearchResults", found), ("MemoryRecordResult", found.GetProperty("memories")[0]),
            ("MemoryRecord", await SendAsync("GET", "/v1/long-term-memory/documented")),
            ("MemoryRecord", await SendAsync("PATCH", "/v1/long-term-memory/documented", """{"pinned":true}""")),
            ("ForgetResult", await SendAsync("POST", "/v1/long-term-memory/forget", """{"policy":{}}""")),
            ("Prompt", await SendAsync("POST", "/v1/memory/prompt", """{"query":"documented","long_term_search":true}""")),
            ("Health", await SendAsync("GET", "/v1/health")), ("Readiness", ready), ("ComponentState", ready.GetProperty("store")),
            ("SummaryView", view), ("SummaryPartition", await SendAsync("POST", viewPath + "/partitions/run", """{"group":{}}""")),
            ("Task", await SendAsync("POST", viewPath + "/run", "{}")), ("TaskList", failed), ("ListedTask", failed.GetProperty("tasks")[0]),
            ("Events", events), ("Event", events.GetProperty("events")[0]), ("Usage", await SendAsync("GET", "/v1/usage")),
            ("Overview", await SendAsync("GET", "/v1/overview")), ("Sessions", sessions),
            ("SessionHeading", sessions.GetProperty("sessions")[0]), ("Events", await SendAsync("GET", "/v1/events")),
            ("Merges", await SendAsync("GET", "/v1/long-term-memory/documented/merges")),
            ("Error", await SendAsync("GET", "/v1/long-term-memory/undocumented")),
            ("ValidationErrors", await SendAsync("POST", "/v1/memory/prompt", "{}")),
        ];

        var schemas = (await SendAsync("GET", "/openapi.json")).GetProperty("components").GetProperty("schemas");
        foreach (var (schema, answer) in answers)
            Assert.Equal(Members(schemas, schemas.GetProperty(schema)), answer.EnumerateObject().Select(member => member.Name));
    }

    private async Task<JsonElement> FailedTasksAsync()
    {
        var queue = host.Services.GetRequiredService<ITaskQueue>();
        await queue.EnqueueAsync(new TaskRequest { Kind = "failing", Owner = default, Payload = "{}" }, CancellationToken.None);
        foreach (var lease in await queue.LeaseAsync("test", 100, TimeSpan.FromMinutes(1), CancellationToken.None))
            await queue.FailAsync(lease, "Documented", retryAt: null, CancellationToken.None);
        return await SendAsync("GET", "/v1/tasks?status=failed");
    }

    private async Task<JsonElement> SendAsync(string method, string path, string? body = null) =>
        (await host.Client.SendAsync(method, path, body)).Json;

    private static IEnumerable<string> Members(JsonElement schemas, JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return Members(schemas, schemas.GetProperty(reference.GetString()!.Split('/')[^1]));
        return schema.TryGetProperty("allOf", out var parts)
            ? parts.EnumerateArray().SelectMany(part => Members(schemas, part))
            : schema.GetProperty("properties").EnumerateObject().Select(member => member.Name);
    }

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member.NameEquals("$ref") ? [member.Value.GetString()!.Split('/')[^1]] : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
