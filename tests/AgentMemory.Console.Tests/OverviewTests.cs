using AgentMemory.ConsoleTests.Support;
using static Microsoft.Playwright.Assertions;

namespace AgentMemory.ConsoleTests;

[Collection(ConsoleCollection.Name)]
public sealed class OverviewTests(Chromium chromium)
{
    [Fact]
    public async Task An_empty_server_says_what_to_do_next()
    {
        await using var server = await ConsoleServer.StartAsync();
        await using var visit = await Visit.BeginAsync(chromium, server);
        await visit.GoAsync("");

        await Expect(visit.Page.GetByText("Nothing is remembered yet")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Open the playground" }).ClickAsync();
        await Expect(visit.Heading("Playground")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Counts_growth_speed_health_and_what_is_on_are_shown()
    {
        await using var server = await ConsoleServer.StartAsync(
            ("EPISODIC_MEMORY_TTL_DAYS", "90"), ("RECALL_DISTANCE_THRESHOLD", "0.6"), ("FORGETTING_ENABLED", "true"));
        await server.RememberAsync(
            new { id = "a", text = "A fact", created_at = DateTimeOffset.UtcNow.AddDays(-3) }, new { id = "b", text = "An event", memory_type = "episodic" },
            new { id = "c", text = "A fact of another day", created_at = DateTimeOffset.UtcNow.AddDays(-3) });
        await server.PostAsync("/v1/working-memory/s/messages", new { messages = new[] { new { role = "user", content = "Hello" } } });
        await server.PostAsync("/v1/long-term-memory/search", new { text = "fact" });
        await using var visit = await Visit.BeginAsync(chromium, server);
        await visit.GoAsync("#/overview");

        await Expect(Tile(visit, "Memories")).ToContainTextAsync("2 semantic, 1 episodic");
        await Expect(Tile(visit, "Sessions").Locator("b")).ToHaveTextAsync("1");
        await Expect(Tile(visit, "Search")).ToContainTextAsync("median of");
        await Expect(visit.Page.GetByText("3 memories created in 30 days")).ToBeVisibleAsync();
        Assert.Equal(2, await visit.Page.Locator(".chart rect:not(.none, .zone)").CountAsync());
        await Expect(visit.Page.Locator(".health[data-state=ok]")).ToHaveCountAsync(3);
        await Expect(visit.Page.Locator(".health[data-state=not_configured]")).ToHaveCountAsync(1);
        var on = visit.Page.GetByRole(AriaRole.Region, new() { Name = "What is on" });
        await Expect(on).ToContainTextAsync("Forgetting by rules: on");
        await Expect(on).ToContainTextAsync("90 days");
        await Expect(on).ToContainTextAsync("0.6");

        await visit.GoAsync("#/playground");
        await Expect(visit.Page.GetByText("By default this server cuts off at 0.600.")).ToBeVisibleAsync();
    }

    private static ILocator Tile(Visit visit, string name) => visit.Page.Locator(".tile", new() { HasText = name });
}
