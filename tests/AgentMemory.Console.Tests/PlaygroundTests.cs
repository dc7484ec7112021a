using AgentMemory.ConsoleTests.Support;
using static Microsoft.Playwright.Assertions;

namespace AgentMemory.ConsoleTests;

[Collection(ConsoleCollection.Name)]
public sealed class PlaygroundTests(Chromium chromium, OpenServer open)
{
    [Fact]
    public async Task What_is_said_is_kept_recalled_and_told_as_it_happens()
    {
        await using var visit = await BeginAsync("said");
        await visit.Page.GetByLabel("Write as").SelectOptionAsync("semantic");

        await visit.SayAsync("I prefer aisle seats on long flights");

        await Expect(Panel(visit, "Working memory").Locator(".message")).ToContainTextAsync("aisle seats");
        await Expect(Panel(visit, "Working memory").Locator(".tag")).ToContainTextAsync("lives 59:");
        await Expect(Panel(visit, "Working memory").GetByRole(AriaRole.Meter)).ToBeVisibleAsync();
        await Expect(Panel(visit, "Recalled").Locator(".hit")).ToContainTextAsync("aisle seats");
        await Expect(Panel(visit, "Events").GetByText("Message appended")).ToBeVisibleAsync();
        await Expect(Panel(visit, "Events").GetByText("Memory created")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_same_fact_said_again_raises_a_count_and_makes_no_row()
    {
        await using var visit = await BeginAsync("again");
        await visit.Page.GetByLabel("Write as").SelectOptionAsync("semantic");

        await visit.SayAsync("The kettle is blue");
        await Expect(Panel(visit, "Recalled").Locator(".hit")).ToHaveCountAsync(1);
        var before = await CountAsync(visit);
        await visit.SayAsync("The kettle is blue");

        await Expect(Panel(visit, "Recalled").Locator(".hit .tag", new() { HasText = $"× {before + 1}" })).ToBeVisibleAsync();
        await Expect(Panel(visit, "Recalled").Locator(".hit")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Hits_drop_out_and_return_as_the_cut_off_is_slid()
    {
        await using var visit = await BeginAsync("cut");
        await visit.Button("Load samples").ClickAsync();
        await Expect(visit.Button("Remove samples")).ToBeVisibleAsync();
        await visit.Page.GetByLabel("Turn", new() { Exact = true }).FillAsync("prefers aisle seats on flights");
        var hits = Panel(visit, "Recalled").Locator(".hit:not(.out)");
        await Expect(hits.First).ToContainTextAsync("Prefers aisle seats");
        var all = await hits.CountAsync();
        Assert.True(all > 1, "The samples hold more than one memory that shares a word with this");

        await SlideAsync(visit, "0.4");
        await Expect(hits).ToHaveCountAsync(1);
        await Expect(Panel(visit, "Recalled").Locator(".cut")).ToContainTextAsync($"{all - 1} beyond the cut-off");
        await SlideAsync(visit, "1");
        await Expect(hits).ToHaveCountAsync(all);

        await visit.Button("Remove samples").ClickAsync();
        await Expect(visit.Button("Load samples")).ToBeVisibleAsync();
        await Expect(Panel(visit, "Recalled").Locator(".hit")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Extraction_decides_when_it_is_left_to_it()
    {
        await using var visit = await BeginAsync("decides");

        await visit.SayAsync("I live in Oslo. Nice weather, is it not?");

        await Expect(Panel(visit, "Events").GetByText("Messages extracted")).ToBeVisibleAsync();
        await Expect(Panel(visit, "Recalled").Locator(".hit")).ToContainTextAsync("Oslo");
        await Expect(Panel(visit, "Recalled").Locator(".hit")).ToContainTextAsync("From 1 message");
        await Expect(Panel(visit, "Working memory").Locator(".message")).ToContainTextAsync("extracted");
    }

    [Fact]
    public async Task Nothing_is_remembered_where_nothing_shall_be_and_a_new_session_is_empty()
    {
        await using var visit = await BeginAsync("nothing");
        await visit.Page.GetByLabel("Write as").SelectOptionAsync("nothing");

        await visit.SayAsync("I live in Bergen");
        await Expect(Panel(visit, "Working memory").Locator(".message")).ToContainTextAsync("not for extraction");
        await Task.Delay(TimeSpan.FromSeconds(2)); // Twice as long as extraction waits.
        await Expect(Panel(visit, "Recalled").Locator(".hit")).ToHaveCountAsync(0);

        await visit.Button("New session").ClickAsync();
        await Expect(Panel(visit, "Working memory").GetByText("A new session")).ToBeVisibleAsync();
    }

    private async Task<Visit> BeginAsync(string user)
    {
        var visit = await Visit.BeginAsync(chromium, open.Server);
        await visit.GoAsync("#/playground");
        await visit.Page.GetByLabel("User", new() { Exact = true }).FillAsync(user);
        await visit.Page.GetByLabel("Namespace", new() { Exact = true }).FillAsync("tests");
        await visit.Page.GetByLabel("Turn", new() { Exact = true }).FocusAsync();
        await Expect(Panel(visit, "Events").Locator(".live")).ToHaveTextAsync("live");
        return visit;
    }

    private static ILocator Panel(Visit visit, string name) => visit.Page.GetByRole(AriaRole.Region, new() { Name = name, Exact = true });

    private static async Task<int> CountAsync(Visit visit)
    {
        var tag = Panel(visit, "Recalled").Locator(".hit .tag", new() { HasText = "×" });
        return await tag.CountAsync() == 0 ? 0 : int.Parse((await tag.InnerTextAsync())[2..], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static Task SlideAsync(Visit visit, string value) => visit.Page.GetByLabel("Cut-off: largest distance").FillAsync(value);
}
