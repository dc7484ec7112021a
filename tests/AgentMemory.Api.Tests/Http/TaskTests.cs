using System.Net;
using System.Text.Json;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Api.Tests.Http;

public sealed class TaskTests(ApiHost host) : IClassFixture<ApiHost>
{
    private ITaskQueue Queue => host.Services.GetRequiredService<ITaskQueue>();

    [Fact, Trait("Spec", "2.15")]
    public async Task A_task_that_is_not_there_is_404_by_name()
    {
        foreach (var (method, path) in new[] { ("GET", "/v1/tasks/none"), ("POST", "/v1/tasks/none/retry") })
        {
            var answer = await host.Client.SendAsync(method, path);
            Assert.Equal((HttpStatusCode.NotFound, "Task none not found"), (answer.Status, answer.Detail.GetString()));
        }
    }

    [Fact, Trait("Spec", "15.24"), Trait("Trap", "T57")]
    public async Task A_task_goes_from_pending_over_running_to_its_end_and_its_times_follow_each_other()
    {
        var id = await EnqueueAsync("observed", new Owner("tasks", "ann"));
        Assert.Equal("pending", await StatusAsync(id));

        var first = await LeaseAsync(id);
        Assert.Equal("running", await StatusAsync(id));
        await Queue.FailAsync(first, "at first", DateTimeOffset.UtcNow.AddSeconds(-1), CancellationToken.None);
        Assert.Equal("running", await StatusAsync(id));
        await Queue.CompleteAsync(await LeaseAsync(id), CancellationToken.None);

        var ended = await host.Client.SendAsync("GET", $"/v1/tasks/{id}");
        var (created, started, completed) = (Time("created_at"), Time("started_at"), Time("completed_at"));
        Assert.True(created <= started && started <= completed);
        Assert.StartsWith($$"""{"id":"{{id}}","type":"observed","status":"success","view_id":null,""", ended.Text, StringComparison.Ordinal);
        Assert.EndsWith("\"error_message\":null}", ended.Text, StringComparison.Ordinal);

        DateTimeOffset Time(string name) => ended.Json.GetProperty(name).GetDateTimeOffset();
    }

    [Fact]
    public async Task Dead_letters_are_listed_newest_first_and_can_be_retried()
    {
        var (one, other) = (await DieAsync("dead", "ann"), await DieAsync("dead", "bob"));

        var page = await host.Client.SendAsync("GET", "/v1/tasks?status=failed&limit=1", (string?)null, ("X-Namespaces", "dead"));
        var listed = Assert.Single(page.Json.GetProperty("tasks").EnumerateArray().ToArray());
        Assert.Equal(
            (other, "failed", "It broke", "s1", "dead", "bob", 1),
            (listed.GetProperty("id").GetString(), listed.GetProperty("status").GetString(), listed.GetProperty("error_message").GetString(),
                listed.GetProperty("session_id").GetString(), listed.GetProperty("namespace").GetString(),
                listed.GetProperty("user_id").GetString(), listed.GetProperty("attempts").GetInt32()));
        Assert.Equal(1, page.Json.GetProperty("next_offset").GetInt32());
        var rest = await host.Client.SendAsync("GET", "/v1/tasks?status=failed&limit=5&offset=1", (string?)null, ("X-Namespaces", "dead"));
        Assert.Equal(one, Assert.Single(rest.Json.GetProperty("tasks").EnumerateArray().ToArray()).GetProperty("id").GetString());
        Assert.Equal("null", rest.Json.GetProperty("next_offset").GetRawText());

        var retried = await host.Client.SendAsync("POST", $"/v1/tasks/{one}/retry");
        Assert.Equal("pending", retried.Json.GetProperty("status").GetString());
        Assert.Equal("pending", await StatusAsync(one));
        Assert.Equal(1, (await LeaseAsync(one)).Attempt);
    }

    [Fact]
    public async Task What_waits_and_what_runs_are_listed_with_when_and_why()
    {
        var first = await EnqueueAsync("busy", new Owner("busy", null), "s1");
        await Queue.FailAsync(await LeaseAsync(first), "at first", DateTimeOffset.UtcNow.AddHours(1), CancellationToken.None);
        var second = await EnqueueAsync("busy", new Owner("busy", null));
        await LeaseAsync(second);

        var queued = await ListAsync("queued");
        Assert.Equal(
            (first, "running", "s1", "at first", JsonValueKind.String),
            (queued.GetProperty("id").GetString(), queued.GetProperty("status").GetString(), queued.GetProperty("session_id").GetString(),
                queued.GetProperty("last_error").GetString(), queued.GetProperty("due_at").ValueKind));
        var running = await ListAsync("running");
        Assert.Equal((second, JsonValueKind.Null), (running.GetProperty("id").GetString(), running.GetProperty("due_at").ValueKind));

        async Task<JsonElement> ListAsync(string status) => Assert.Single(
            (await host.Client.SendAsync("GET", $"/v1/tasks?status={status}", (string?)null, ("X-Namespaces", "busy"))).Json
                .GetProperty("tasks").EnumerateArray().ToArray());
    }

    [Fact]
    public async Task Only_what_failed_can_be_retried()
    {
        var id = await EnqueueAsync("alive", new Owner("alive", null));
        var answer = await host.Client.SendAsync("POST", $"/v1/tasks/{id}/retry");
        Assert.Equal(
            (HttpStatusCode.Conflict, $"Task {id} has not failed: only failed tasks can be retried"),
            (answer.Status, answer.Detail.GetString()));
    }

    [Fact]
    public async Task Tasks_outside_the_callers_reach_are_not_there()
    {
        var id = await DieAsync("theirs", "ann");
        var bound = ("X-Namespaces", "ours");
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.SendAsync("GET", $"/v1/tasks/{id}", (string?)null, bound)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.SendAsync("POST", $"/v1/tasks/{id}/retry", (string?)null, bound)).Status);
        Assert.Equal("""{"tasks":[],"next_offset":null}""", (await host.Client.SendAsync("GET", "/v1/tasks?status=failed", (string?)null, bound)).Text);
    }

    [Theory]
    [InlineData("/v1/tasks")]
    [InlineData("/v1/tasks?status=pending")]
    public async Task A_list_of_tasks_needs_a_status_that_there_is(string path)
    {
        var answer = await host.Client.SendAsync("GET", path);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal("Input should be 'queued', 'running' or 'failed'", answer.Detail[0].GetProperty("msg").GetString());
        Assert.Equal("""["query","status"]""", answer.Detail[0].GetProperty("loc").GetRawText());
    }

    private Task<string> EnqueueAsync(string kind, Owner owner, string? sessionId = null) => Queue.EnqueueAsync(
        new TaskRequest { Kind = kind, Owner = owner, Payload = "{}", SessionId = sessionId, Tracked = true }, CancellationToken.None);

    private async Task<TaskLease> LeaseAsync(string id)
    {
        var leases = await Queue.LeaseAsync("test", 10, TimeSpan.FromMinutes(1), CancellationToken.None);
        return leases.Single(lease => lease.TaskId == id);
    }

    private async Task<string> DieAsync(string @namespace, string user)
    {
        var id = await EnqueueAsync("dying", new Owner(@namespace, user), "s1");
        await Queue.FailAsync(await LeaseAsync(id), "It broke", retryAt: null, CancellationToken.None);
        await Task.Delay(2);
        return id;
    }

    private async Task<string?> StatusAsync(string id) =>
        (await host.Client.SendAsync("GET", $"/v1/tasks/{id}")).Json.GetProperty("status").GetString();
}
