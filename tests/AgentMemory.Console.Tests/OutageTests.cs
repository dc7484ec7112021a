using AgentMemory.ConsoleTests.Support;
using static Microsoft.Playwright.Assertions;

namespace AgentMemory.ConsoleTests;

[Collection(ConsoleCollection.Name)]
public sealed class OutageTests(Chromium chromium)
{
    [Fact]
    public async Task The_server_goes_and_comes_back_and_nothing_that_was_typed_is_lost()
    {
        await using var server = await ConsoleServer.StartAsync();
        await using var visit = await Visit.BeginAsync(chromium, server);
        visit.Forgive(complaint => complaint.Contains("net::", StringComparison.Ordinal));
        await visit.GoAsync("#/playground");
        await visit.Page.GetByLabel("Write as").SelectOptionAsync("semantic");
        await visit.SayAsync("Before the outage");
        await Expect(visit.Page.Locator(".message")).ToHaveCountAsync(1);
        await Expect(visit.Page.Locator("#connection")).ToHaveTextAsync("Connected");

        await server.StopAsync();
        await visit.SayAsync("During the outage");

        await Expect(visit.Page.Locator("#connection")).ToHaveTextAsync("Not reached, trying again");
        await Expect(visit.Page.Locator("#toasts")).ToContainTextAsync("Not said: The server does not answer");
        await Expect(visit.Page.GetByLabel("Turn", new() { Exact = true })).ToHaveValueAsync("During the outage");
        await Expect(visit.Page.Locator(".message")).ToContainTextAsync("Before the outage");

        await server.StartAgainAsync();
        await Expect(visit.Page.Locator("#connection")).ToHaveTextAsync("Connected");
        await visit.Button("Say it").ClickAsync();

        await Expect(visit.Page.Locator(".message")).ToHaveCountAsync(2);
        await Expect(visit.Page.Locator(".live[data-state=live]")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".event[data-kind='session.appended']")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task A_page_opened_while_the_server_is_away_fills_itself_when_it_is_back()
    {
        await using var server = await ConsoleServer.StartAsync();
        await server.RememberAsync(new { id = "kept", text = "Kept through the outage" });
        await using var visit = await Visit.BeginAsync(chromium, server);
        visit.Forgive(complaint => complaint.Contains("net::", StringComparison.Ordinal));
        await visit.GoAsync("#/memories");
        await Expect(visit.Page.GetByText("Kept through the outage")).ToBeVisibleAsync();
        await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await server.StopAsync();

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Sessions", Exact = true }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The server does not answer");

        await server.StartAgainAsync();
        await Expect(visit.Page.GetByText("No sessions")).ToBeVisibleAsync();
    }
}
