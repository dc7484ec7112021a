using System.Text.Json;
using AgentMemory.ConsoleTests.Support;
using static Microsoft.Playwright.Assertions;

namespace AgentMemory.ConsoleTests;

/// <summary>Whoever can write a memory must not be able to run anything in the tab of who reads it.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class HostileTextTests(Chromium chromium, OpenServer open)
{
    private const string Hostile =
        "<img src=x onerror=\"window.taken=1\"><script>window.taken=1</script><svg/onload=window.taken=1>\"'`${window.taken=1}</textarea>&lt;b&gt;";

    private static readonly string Id = "<i onclick=alert(1)>?#/%25 ";

    [Fact]
    public async Task Markup_and_script_are_shown_as_the_text_they_are()
    {
        const string Session = "hostile/<u>session</u>?";
        var query = $"?user_id={Uri.EscapeDataString(Hostile[..40])}&namespace=hostile";
        await open.Server.PostAsync($"/v1/working-memory/{Uri.EscapeDataString(Session)}/messages{query}", new
        {
            messages = new[] { new { id = "m", role = Hostile[..30], content = Hostile, metadata = new { source = "system" } } },
        });
        await open.Server.PostAsync("/v1/long-term-memory/" + query, new
        {
            memories = new[]
            {
                new
                {
                    id = Id, text = Hostile, topics = new[] { "<b>topic</b>" }, entities = new[] { Hostile[..30] }, session_id = Session,
                    extracted_from = new[] { "m" }, metadata = new { quote = "<script>window.taken=1</script>", model = Hostile },
                },
            },
        });
        var owner = $"?namespace=hostile&user_id={Uri.EscapeDataString(Hostile[..40])}";
        await using var visit = await Visit.BeginAsync(chromium, open.Server);

        foreach (var place in new[]
        {
            "#/memories?namespace=hostile", "#/memories?namespace=hostile&text=window&mode=keyword", "#/sessions?namespace=hostile",
            $"#/memory/{Uri.EscapeDataString(Id)}{owner}", $"#/session/{Uri.EscapeDataString(Session)}{owner}",
        })
        {
            await visit.GoAsync(place);
            var shown = place.StartsWith("#/sessions", StringComparison.Ordinal) ? Session : Hostile;
            await Expect(visit.Page.GetByText(shown).First).ToBeVisibleAsync();
            await DemandNothingWasTakenAsync(visit, place);
        }

        await visit.GoAsync("#/playground");
        await visit.SayAsync(Hostile);
        await Expect(visit.Page.Locator(".message").GetByText(Hostile)).ToBeVisibleAsync();
        await DemandNothingWasTakenAsync(visit, "the playground");
    }

    [Fact]
    public async Task The_page_runs_no_script_that_is_written_into_it_and_makes_no_markup_of_text()
    {
        await using var visit = await Visit.BeginAsync(chromium, open.Server);
        // Each of these is refused aloud.
        visit.Forgive(complaint => complaint.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase)
            || complaint.Contains("TrustedHTML", StringComparison.Ordinal) || complaint.Contains("TrustedScript", StringComparison.Ordinal)
            || complaint.Contains("example.com", StringComparison.Ordinal));
        await visit.GoAsync("#/overview");
        await Expect(visit.Heading("Overview")).ToBeVisibleAsync();

        var refused = await visit.Page.EvaluateAsync<string[]>(
            """
            async () => {
                const refused = [];
                const script = document.createElement("script");
                try { script.textContent = "window.taken = 1"; document.body.append(script); } catch { refused.push("script"); }
                try { document.body.innerHTML = "<b>taken</b>"; } catch { refused.push("markup"); }
                try { await fetch("https://example.com/"); } catch { refused.push("elsewhere"); }
                return refused;
            }
            """);

        Assert.Equal(["markup", "elsewhere"], refused.Except(["script"]));
        Assert.Equal(JsonValueKind.Null, (await visit.Page.EvaluateAsync<JsonElement>("() => window.taken ?? null")).ValueKind);
    }

    private static async Task DemandNothingWasTakenAsync(Visit visit, string place)
    {
        Assert.Equal(JsonValueKind.Null, (await visit.Page.EvaluateAsync<JsonElement>("() => window.taken ?? null")).ValueKind);
        Assert.Equal(0, await visit.Page.Locator("main img, main script, main u, main i[onclick]").CountAsync());
        Assert.True(visit.Complaints.Count == 0, $"{place}: {string.Join('\n', visit.Complaints)}");
    }
}
