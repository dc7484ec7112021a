using AgentMemory.ConsoleTests.Screens;
using AgentMemory.ConsoleTests.Support;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace AgentMemory.ConsoleTests;

/// <summary>Names, roles and contrast of every page, as axe sees them, and what a keyboard reaches.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class AccessibilityTests(Chromium chromium, FilledServer filled) : IClassFixture<FilledServer>
{
    /// <summary>Both widths and both colour schemes, each page in two of the four looks.</summary>
    public static TheoryData<string, string> EveryPage()
    {
        var data = new TheoryData<string, string>();
        foreach (var screen in Screen.All)
        {
            data.Add(screen.Name, "desktop-light");
            data.Add(screen.Name, "phone-dark");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryPage))]
    public async Task Axe_finds_nothing(string name, string look)
    {
        await using var visit = await Visit.BeginAsync(chromium, filled.Server, Look.All.Single(one => one.Name == look));
        await Screen.All.Single(screen => screen.Name == name).OpenAsync(visit, filled);

        var result = await visit.Page.RunAxe();

        Assert.True(result.Violations.Length == 0, string.Join('\n', result.Violations.Select(Describe)));
        Assert.NotEmpty(result.Passes);
        Assert.Equal(0, await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth"));
    }

    [Fact]
    public async Task A_keyboard_reaches_the_content_and_says_a_turn()
    {
        await using var visit = await Visit.BeginAsync(chromium, filled.Server);
        await visit.GoAsync("#/playground");
        await Assertions.Expect(visit.Heading("Recalled")).ToBeVisibleAsync();

        await visit.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(visit.Page.GetByText("Skip to content")).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator("main")).ToBeFocusedAsync();
        for (var presses = 0; presses < 12 && !await IsTurnFocusedAsync(visit); presses++)
            await visit.Page.Keyboard.PressAsync("Tab");
        await visit.Page.Keyboard.TypeAsync("Typed without a mouse");
        await visit.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(visit.Page.Locator(".message")).ToContainTextAsync("Typed without a mouse");
    }

    private static Task<bool> IsTurnFocusedAsync(Visit visit) => visit.Page.EvaluateAsync<bool>("() => document.activeElement?.id === 'turn'");

    private static string Describe(AxeResultItem violation) =>
        $"{violation.Id}: {violation.Help}\n" + string.Join('\n', violation.Nodes.Select(node => $"  {node.Target} {node.Html}"));
}
