using System.Text.Json;
using AgentMemory.ConsoleTests.Support;
using static Microsoft.Playwright.Assertions;

namespace AgentMemory.ConsoleTests;

[Collection(ConsoleCollection.Name)]
public sealed class SessionsTests(Chromium chromium, OpenServer open)
{
    [Fact]
    public async Task Sessions_are_listed_read_with_what_was_extracted_and_deleted()
    {
        for (var number = 0; number < 27; number++)
            await AppendAsync($"s{number}", "I live in Bergen. I like the rain.", number == 0 ? 600 : null);
        await using var visit = await Visit.BeginAsync(chromium, open.Server);
        await visit.Page.Clock.InstallAsync();
        await visit.GoAsync("#/sessions?namespace=sessions");
        await Expect(visit.Page.Locator("tbody tr")).ToHaveCountAsync(25);
        await visit.Button("Next").ClickAsync();
        await Expect(visit.Page.Locator("tbody tr")).ToHaveCountAsync(2);
        await Expect(visit.Page.Locator("tbody tr").Last).ToContainTextAsync("in 10 min");

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "s0", Exact = true }).ClickAsync();
        await Expect(visit.Heading("s0")).ToBeVisibleAsync();
        await ExtractedAsync(visit);
        await Expect(visit.Page.Locator(".message .remembered")).ToContainTextAsync("Bergen");
        await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Facts" })).ToContainTextAsync("sessions");

        await visit.Button("Delete").ClickAsync();
        await Expect(visit.Heading("Sessions")).ToBeVisibleAsync();
        await visit.Page.Clock.FastForwardAsync(9_000);
        await Expect(visit.Page.Locator("#toasts")).ToContainTextAsync("The session is deleted.");
        using var gone = await open.Server.Client.GetAsync(new Uri("/v1/working-memory/s0?namespace=sessions", UriKind.Relative));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, gone.StatusCode);
    }

    private static async Task ExtractedAsync(Visit visit)
    {
        for (var attempt = 0; attempt < 40 && await visit.Page.Locator(".remembered").CountAsync() == 0; attempt++)
        {
            await Task.Delay(250);
            await visit.Page.ReloadAsync();
            await Expect(visit.Page.Locator(".message")).ToHaveCountAsync(1);
        }
    }

    private Task<JsonElement> AppendAsync(string session, string content, int? ttl) => open.Server.PostAsync(
        $"/v1/working-memory/{session}/messages?namespace=sessions&user_id=ann",
        new { messages = new[] { new { id = "m", role = "user", content } }, ttl_seconds = ttl });
}
