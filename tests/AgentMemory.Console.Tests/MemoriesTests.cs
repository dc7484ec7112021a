using System.Text.Json;
using AgentMemory.ConsoleTests.Support;
using static Microsoft.Playwright.Assertions;

namespace AgentMemory.ConsoleTests;

[Collection(ConsoleCollection.Name)]
public sealed class MemoriesTests(Chromium chromium, OpenServer open)
{
    private const int TimeToUndo = 9_000;

    [Fact]
    public async Task Memories_are_searched_in_every_mode_and_filtered()
    {
        await RememberAsync("find", "Ann drinks green tea", "Bob drinks coffee", "Ann owns a bicycle");
        await using var visit = await BeginAsync("find");
        await Expect(Rows(visit)).ToHaveCountAsync(3);

        foreach (var mode in new[] { "keyword", "hybrid", "semantic" })
        {
            await visit.Page.GetByLabel("Search", new() { Exact = true }).FillAsync("green tea");
            await visit.Page.GetByLabel("How").SelectOptionAsync(mode);
            await visit.Button("Search").ClickAsync();
            await Expect(Rows(visit).First).ToContainTextAsync("green tea");
            await Expect(visit.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Distance" })).ToBeVisibleAsync();
        }

        await visit.Button("Clear").ClickAsync();
        await visit.Page.GetByLabel("Topic").FillAsync("topic-find-2");
        await visit.Page.GetByLabel("Topic").PressAsync("Enter");
        await Expect(Rows(visit)).ToHaveCountAsync(1);
        await Expect(Rows(visit)).ToContainTextAsync("bicycle");

        await visit.Page.GetByLabel("Topic").FillAsync("no such topic");
        await visit.Page.GetByLabel("Topic").PressAsync("Enter");
        await Expect(visit.Page.GetByText("Nothing is found")).ToBeVisibleAsync();
        await visit.Page.GoBackAsync();
        await Expect(Rows(visit)).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Why_a_memory_was_found_is_told_by_its_words()
    {
        await RememberAsync("why", "Ann drinks green tea", "Bob drinks coffee");
        await using var visit = await BeginAsync("why");
        await visit.Page.GetByLabel("Search", new() { Exact = true }).FillAsync("green tea");
        await visit.Page.GetByLabel("How").SelectOptionAsync("hybrid");
        await visit.Button("Search").ClickAsync();

        await Rows(visit).First.GetByText("Why", new() { Exact = true }).ClickAsync();

        var parts = Rows(visit).First.Locator(".parts");
        await Expect(parts.GetByText("green", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(parts.GetByText("tea", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_memory_is_edited_where_it_stands_and_pinned()
    {
        await RememberAsync("edit", "Ann lives in Olso");
        await using var visit = await BeginAsync("edit");

        await visit.Button("Edit").ClickAsync();
        await visit.Page.GetByLabel("Text of the memory").FillAsync("Ann lives in Oslo");
        await visit.Button("Save").ClickAsync();
        await Expect(Rows(visit)).ToContainTextAsync("Oslo");
        await visit.Button("Pin").ClickAsync();
        await Expect(visit.Button("Unpin")).ToHaveAttributeAsync("aria-pressed", "true");

        var stored = await ReadAsync("edit-0", "edit");
        Assert.Equal(("Ann lives in Oslo", true), (stored.GetProperty("text").GetString(), stored.GetProperty("pinned").GetBoolean()));
    }

    [Fact]
    public async Task What_somebody_else_changed_meanwhile_is_not_overwritten()
    {
        await RememberAsync("both", "The first text");
        await using var visit = await Visit.BeginAsync(chromium, open.Server);
        visit.Forgive(complaint => complaint.Contains("412", StringComparison.Ordinal));
        await visit.GoAsync("#/memory/both-0?namespace=both");
        await visit.Button("Edit").ClickAsync();
        await visit.Page.GetByLabel("Text", new() { Exact = true }).FillAsync("My text");
        using var other = await open.Server.Client.PatchAsync(
            new Uri("/v1/long-term-memory/both-0?namespace=both", UriKind.Relative),
            new StringContent("""{"text":"Their text"}""", null, "application/json"));
        Assert.True(other.IsSuccessStatusCode);

        await visit.Button("Save").ClickAsync();

        await Expect(visit.Page.Locator("#toasts")).ToContainTextAsync("Somebody else changed this memory meanwhile");
        await Expect(visit.Page.Locator(".statement")).ToHaveTextAsync("Their text");
    }

    [Fact]
    public async Task A_deletion_can_be_undone_and_happens_only_when_the_time_is_over()
    {
        await RememberAsync("gone", "One", "Two");
        await using var visit = await Visit.BeginAsync(chromium, open.Server);
        await visit.Page.Clock.InstallAsync();
        await visit.GoAsync("#/memories?namespace=gone");
        await Expect(Rows(visit)).ToHaveCountAsync(2);

        await visit.Button("Delete").First.ClickAsync();
        await Expect(visit.Page.Locator("tr.going")).ToHaveCountAsync(1);
        await visit.Button("Undo").ClickAsync();
        await Expect(visit.Page.Locator("tr.going")).ToHaveCountAsync(0);
        await visit.Page.Clock.FastForwardAsync(TimeToUndo);
        Assert.Equal(2, await CountAsync("gone"));

        await visit.Button("Delete").First.ClickAsync();
        Assert.Equal(2, await CountAsync("gone"));
        await visit.Page.Clock.FastForwardAsync(TimeToUndo);
        await Expect(Rows(visit)).ToHaveCountAsync(1);
        Assert.Equal(1, await CountAsync("gone"));
    }

    [Fact]
    public async Task Closing_the_page_keeps_what_was_about_to_be_deleted()
    {
        await RememberAsync("closed", "Not yet deleted");
        await using (var visit = await BeginAsync("closed"))
        {
            await visit.Button("Delete").ClickAsync();
            await Expect(visit.Page.Locator("#toasts")).ToContainTextAsync("Closing this page keeps it");
        }

        Assert.Equal(1, await CountAsync("closed"));
    }

    [Fact]
    public async Task One_memory_tells_where_it_comes_from_what_happened_and_what_is_near()
    {
        await open.Server.PostAsync("/v1/working-memory/lineage/messages?namespace=one", new
        {
            messages = new[] { new { id = "said", role = "user", content = "By the way, I live in Oslo. It is cold." } },
        });
        var id = await ExtractedAsync("one");
        await open.Server.RememberAsync(
            new { id = "near", text = "User lives in Oslo with a cat", @namespace = "one" },
            new { id = "far", text = "Trains leave hourly", @namespace = "one" });
        await using var visit = await Visit.BeginAsync(chromium, open.Server);
        await visit.GoAsync($"#/memory/{id}?namespace=one");

        await Expect(Region(visit, "Where it comes from").Locator("mark")).ToContainTextAsync("I live in Oslo");
        await Expect(Region(visit, "What happened to it").GetByText("Memory created")).ToBeVisibleAsync();
        await Expect(Region(visit, "Near it").Locator(".hit").First).ToContainTextAsync("with a cat");
        await Expect(Region(visit, "Facts")).ToContainTextAsync("Oslo");
        await Region(visit, "Where it comes from").GetByRole(AriaRole.Link, new() { Name = "lineage" }).ClickAsync();
        await Expect(visit.Page.Locator(".remembered")).ToContainTextAsync("Oslo");
    }

    [Fact]
    public async Task A_memory_that_took_the_place_of_others_shows_the_messages_of_all_their_sessions()
    {
        foreach (var (day, place) in new[] { (3, "Kyoto"), (1, "Oslo") })
        {
            await open.Server.PostAsync($"/v1/working-memory/on-the-{day}/messages?namespace=moved", new
            {
                messages = new[] { new { id = "same", role = "user", content = $"I live in {place}.", created_at = new DateTime(2026, 5, day, 9, 0, 0, DateTimeKind.Utc) } },
            });
        }

        var memory = (await UntilAsync("moved", memories => memories.GetArrayLength() == 1
            && memories[0].GetProperty("metadata").TryGetProperty("merged_from", out _)))[0];
        Assert.Equal("User lives in Kyoto.", memory.GetProperty("text").GetString());
        await using var visit = await Visit.BeginAsync(chromium, open.Server);
        await visit.GoAsync($"#/memory/{memory.GetProperty("id").GetString()}?namespace=moved");

        var messages = Region(visit, "Where it comes from").GetByRole(AriaRole.Listitem);
        await Expect(messages).ToHaveCountAsync(2);
        await Expect(messages.First).ToContainTextAsync("on-the-3");
        await Expect(messages.First.Locator("mark")).ToContainTextAsync("I live in Kyoto");
        await Expect(messages.Last.Locator("mark")).ToContainTextAsync("I live in Oslo");
        await messages.Last.GetByRole(AriaRole.Link, new() { Name = "on-the-1" }).ClickAsync();
        await Expect(visit.Page.Locator(".remembered")).ToContainTextAsync("User lives in Oslo. now: User lives in Kyoto.");
    }

    private async Task RememberAsync(string @namespace, params string[] texts) => await open.Server.RememberAsync(
        [.. texts.Select((text, index) => new { id = $"{@namespace}-{index}", text, @namespace, topics = new[] { $"topic-{@namespace}-{index}" } })]);

    private async Task<Visit> BeginAsync(string @namespace)
    {
        var visit = await Visit.BeginAsync(chromium, open.Server);
        await visit.GoAsync($"#/memories?namespace={@namespace}");
        await Expect(Rows(visit).First).ToBeVisibleAsync();
        return visit;
    }

    private async Task<JsonElement> ReadAsync(string id, string @namespace) => JsonElement.Parse(
        await open.Server.Client.GetStringAsync(new Uri($"/v1/long-term-memory/{id}?namespace={@namespace}", UriKind.Relative)));

    private async Task<JsonElement> ListAsync(string @namespace) =>
        await open.Server.PostAsync("/v1/long-term-memory/search", Everything(@namespace));

    private async Task<int> CountAsync(string @namespace) => (await ListAsync(@namespace)).GetProperty("total").GetInt32();

    private async Task<string> ExtractedAsync(string @namespace) =>
        (await UntilAsync(@namespace, memories => memories.GetArrayLength() > 0))[0].GetProperty("id").GetString()!;

    private Task<JsonElement> UntilAsync(string @namespace, Func<JsonElement, bool> holds) =>
        open.Server.FoundAsync(Everything(@namespace), holds);

    private static object Everything(string @namespace) => new { text = "", @namespace = new { eq = @namespace } };

    private static ILocator Rows(Visit visit) => visit.Page.Locator("tbody tr");

    private static ILocator Region(Visit visit, string name) => visit.Page.GetByRole(AriaRole.Region, new() { Name = name, Exact = true });
}
