using AgentMemory.ConsoleTests.Support;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.Usage;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.Playwright.Assertions;

namespace AgentMemory.ConsoleTests;

[Collection(ConsoleCollection.Name)]
public sealed class WorkTests(Chromium chromium)
{
    [Fact]
    public async Task Tasks_dead_letters_usage_and_budget_are_shown_and_what_failed_is_retried()
    {
        await using var server = await ConsoleServer.StartWithoutWorkerAsync(("MODEL_TOKENS_PER_NAMESPACE_AND_DAY", "1000"));
        var (owner, queue) = (new Owner("work", "ann"), server.Services.GetRequiredService<ITaskQueue>());
        await DieAsync(queue, owner);
        await queue.EnqueueAsync(new TaskRequest { Kind = "embed_memories", Owner = owner, Payload = "{}" }, CancellationToken.None);
        await queue.LeaseAsync("test", 1, TimeSpan.FromMinutes(1), CancellationToken.None);
        await queue.EnqueueAsync(
            new TaskRequest { Kind = "tag_memories", Owner = owner, Payload = "{}", DueAt = DateTimeOffset.UtcNow.AddDays(1) }, CancellationToken.None);
        await server.Services.GetRequiredService<IUsageStore>().AddAsync(
            new UsageEntry(owner, DateOnly.FromDateTime(DateTime.UtcNow), "gpt-5", "extraction", 3, 1200, 80, 0), CancellationToken.None);
        await using var visit = await Visit.BeginAsync(chromium, server);
        await visit.GoAsync("#/work");

        var (underWay, failed) = (Region(visit, "Running and queued"), Region(visit, "Failed for good"));
        await Expect(underWay.Locator("li", new() { HasText = "Embed memories" })).ToContainTextAsync("running");
        await Expect(underWay.Locator("li", new() { HasText = "Tag memories" })).ToContainTextAsync("queued");
        await Expect(failed).ToContainTextAsync("The model said nothing");
        await Expect(failed).ToContainTextAsync("session broken");
        await Expect(Region(visit, "Model usage")).ToContainTextAsync("1,200");
        await Expect(Region(visit, "Model usage")).ToContainTextAsync("used up: background work waits");

        await visit.Button("Retry").ClickAsync();
        await Expect(visit.Page.Locator("#toasts")).ToContainTextAsync("The task is queued again.");
        await Expect(failed).ToContainTextAsync("Nothing failed");
        await Expect(underWay).ToContainTextAsync("Extract session");
    }

    [Fact]
    public async Task Forgetting_is_tried_before_it_is_real()
    {
        await using var server = await ConsoleServer.StartAsync();
        var old = DateTimeOffset.UtcNow.AddDays(-100);
        await server.RememberAsync(
            new { id = "old", text = "An old habit", created_at = old, last_accessed = old }, new { id = "new", text = "A new habit", created_at = DateTimeOffset.UtcNow, last_accessed = DateTimeOffset.UtcNow },
            new { id = "pinned", text = "An old promise", created_at = old, last_accessed = old, pinned = true });
        await using var visit = await Visit.BeginAsync(chromium, server);
        await visit.GoAsync("#/work");
        var region = Region(visit, "Forgetting");

        await region.GetByLabel("Older than, days").FillAsync("30");
        await visit.Button("Try it").ClickAsync();
        await Expect(region).ToContainTextAsync("1 memory of 3 would be forgotten");
        await Expect(region.GetByRole(AriaRole.Link, new() { Name = "An old habit" })).ToBeVisibleAsync();
        Assert.Equal(3, await CountAsync(server));

        await visit.Button("Forget 1 memory").ClickAsync();
        await visit.Button("Cancel").ClickAsync();
        Assert.Equal(3, await CountAsync(server));
        await visit.Button("Forget 1 memory").ClickAsync();
        await visit.Button("Forget them").ClickAsync();
        await Expect(region).ToContainTextAsync("1 memory is forgotten; 2 stay.");
        Assert.Equal(2, await CountAsync(server));
    }

    private static async Task<int> CountAsync(ConsoleServer server) =>
        (await server.PostAsync("/v1/long-term-memory/search", new { text = "" })).GetProperty("total").GetInt32();

    private static async Task DieAsync(ITaskQueue queue, Owner owner)
    {
        await queue.EnqueueAsync(new TaskRequest { Kind = "extract_session", Owner = owner, Payload = "{}", SessionId = "broken" }, CancellationToken.None);
        var lease = Assert.Single(await queue.LeaseAsync("test", 10, TimeSpan.FromMinutes(1), CancellationToken.None));
        Assert.True(await queue.FailAsync(lease, "The model said nothing", retryAt: null, CancellationToken.None));
    }

    private static ILocator Region(Visit visit, string name) => visit.Page.GetByRole(AriaRole.Region, new() { Name = name, Exact = true });
}
