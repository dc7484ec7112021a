using AgentMemory.ConsoleTests.Support;
using static Microsoft.Playwright.Assertions;

namespace AgentMemory.ConsoleTests.Screens;

/// <summary>A page of the console with something on it.</summary>
public sealed record Screen(string Name, Func<Visit, FilledServer, Task> OpenAsync)
{
    public static IReadOnlyList<Screen> All { get; } =
    [
        new("overview", (visit, _) => GoAsync(visit, "#/overview", ".chart")),
        new("playground", PlayAsync),
        new("memories", SearchAsync),
        new("memory", (visit, filled) => GoAsync(visit, $"#/memory/{filled.ExtractedId}?namespace=assistant&user_id=ann", ".hit")),
        new("sessions", (visit, _) => GoAsync(visit, "#/sessions", "tbody tr")),
        new("session", (visit, _) => GoAsync(visit, "#/session/trip-0?namespace=assistant&user_id=ann", ".remembered")),
        new("work", WorkAsync),
    ];

    private static async Task GoAsync(Visit visit, string place, string shown)
    {
        await visit.GoAsync(place);
        await Expect(visit.Page.Locator(shown).First).ToBeVisibleAsync();
        await SettleAsync(visit);
    }

    private static async Task SearchAsync(Visit visit, FilledServer filled)
    {
        await GoAsync(visit, "#/memories?text=visited+Oslo+to+prepare&mode=hybrid", "tbody tr");
        await visit.Page.GetByText("Why", new() { Exact = true }).First.ClickAsync();
        await Expect(visit.Page.Locator(".parts").First).ToBeVisibleAsync();
    }

    private static async Task PlayAsync(Visit visit, FilledServer filled)
    {
        await visit.GoAsync("#/playground");
        await Expect(visit.Page.Locator(".live[data-state=live]")).ToBeVisibleAsync();
        // Each look begins anew, whatever an earlier one left.
        await visit.Page.GetByLabel("User", new() { Exact = true }).FillAsync($"you-{Guid.NewGuid():N}"[..8]);
        await visit.Button("Load samples").ClickAsync();
        await Expect(visit.Button("Remove samples")).ToBeVisibleAsync();
        await visit.SayAsync("I live in Oslo and my sister Maya loves jazz.");
        await Expect(visit.Page.Locator(".message")).ToHaveCountAsync(1);
        await visit.Page.GetByLabel("Write as").SelectOptionAsync("semantic");
        await visit.SayAsync("I prefer aisle seats on long flights");
        await Expect(visit.Page.Locator(".message")).ToHaveCountAsync(2);
        await Expect(visit.Page.Locator(".event", new() { HasText = "Messages extracted" }).First).ToBeVisibleAsync();
        await visit.Page.GetByLabel("Cut-off: largest distance").FillAsync("0.7");
        await Expect(visit.Page.Locator(".cut")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".event.fresh")).ToHaveCountAsync(0);
        await SettleAsync(visit);
    }

    private static async Task WorkAsync(Visit visit, FilledServer filled)
    {
        await visit.GoAsync("#/work");
        await Expect(visit.Page.Locator("table").First).ToBeVisibleAsync();
        await visit.Page.GetByLabel("Older than, days").FillAsync("25");
        await visit.Button("Try it").ClickAsync();
        await Expect(visit.Page.GetByText("would be forgotten")).ToBeVisibleAsync();
        await SettleAsync(visit);
    }

    /// <summary>Until nothing is asked of the server any more.</summary>
    private static async Task SettleAsync(Visit visit)
    {
        await Expect(visit.Page.Locator("[aria-busy]")).ToHaveCountAsync(0);
        await Expect(visit.Page.Locator(".loading")).ToHaveCountAsync(0);
        await Expect(visit.Page.Locator("#toasts .toast")).ToHaveCountAsync(0, new() { Timeout = 15_000 });
    }
}
