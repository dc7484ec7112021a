using AgentMemory.ConsoleTests.Support;
using AgentMemory.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.Playwright.Assertions;

namespace AgentMemory.ConsoleTests;

[Collection(ConsoleCollection.Name)]
public sealed class TokenTests(Chromium chromium)
{
    private const string Question = "This server asks for a token";

    [Fact]
    public async Task A_token_is_asked_for_kept_in_the_tab_and_asked_for_again_once_it_is_gone()
    {
        await using var server = await ConsoleServer.StartAsync(("AUTH_MODE", "token"));
        var issued = await server.TokenAsync();
        await using var visit = await Visit.BeginAsync(chromium, server);
        ForgiveRefusals(visit);
        await visit.GoAsync("#/playground");
        await Expect(visit.Heading(Question)).ToBeVisibleAsync();

        await EnterAsync(visit, "not a token");
        await Expect(visit.Page.GetByText("That token is not valid, or not any more.")).ToBeVisibleAsync();

        await EnterAsync(visit, issued.Secret);
        await Expect(visit.Heading("Playground")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".events, .card .live").First).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".live[data-state=live]")).ToBeVisibleAsync();
        Assert.Equal(
            "[\"agent-memory-playground\",\"agent-memory-token\"] [] ",
            await visit.Page.EvaluateAsync<string>(
                "() => `${JSON.stringify(Object.keys(sessionStorage).sort())} ${JSON.stringify(Object.keys(localStorage))} ${document.cookie}`"));

        await visit.Page.ReloadAsync();
        await Expect(visit.Heading("Playground")).ToBeVisibleAsync();

        Assert.True(await server.Services.GetRequiredService<TokenService>().RemoveAsync(issued.Token.PublicId, CancellationToken.None));
        await visit.SayAsync("Anybody there?");
        await Expect(visit.Heading(Question)).ToBeVisibleAsync();
        Assert.Equal(0, await visit.Page.EvaluateAsync<int>("() => Object.keys(sessionStorage).filter(key => key.includes('token')).length"));
    }

    [Fact]
    public async Task A_bound_token_shows_its_own_and_says_where_it_does_not_reach()
    {
        await using var server = await ConsoleServer.StartAsync(("AUTH_MODE", "token"));
        var (admin, bound) = (await server.TokenAsync(), await server.TokenAsync("ours"));
        server.Client.DefaultRequestHeaders.Authorization = new("Bearer", admin.Secret);
        await server.RememberAsync(
            new { id = "1", text = "We keep this", @namespace = "ours" }, new { id = "2", text = "They keep that", @namespace = "theirs" });
        await using var visit = await Visit.BeginAsync(chromium, server);
        ForgiveRefusals(visit);
        await visit.GoAsync("#/memories");
        await EnterAsync(visit, bound.Secret);

        await Expect(visit.Page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(visit.Page.GetByText("We keep this")).ToBeVisibleAsync();

        await visit.GoAsync("#/memories?namespace=theirs");
        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("name a namespace or user that it is bound to");

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Overview", Exact = true }).ClickAsync();
        await Expect(visit.Page.Locator(".tile b").First).ToHaveTextAsync("1");
        await Expect(visit.Page.GetByText("Background tasks")).ToHaveCountAsync(0);
        await visit.Button("Forget token").ClickAsync();
        await Expect(visit.Heading(Question)).ToBeVisibleAsync();
    }

    private static async Task EnterAsync(Visit visit, string token)
    {
        await visit.Page.GetByLabel("Token", new() { Exact = true }).FillAsync(token);
        await visit.Button("Continue").ClickAsync();
    }

    /// <summary>A browser logs every answer that is a refusal.</summary>
    private static void ForgiveRefusals(Visit visit) => visit.Forgive(complaint =>
        complaint.Contains("401", StringComparison.Ordinal) || complaint.Contains("403", StringComparison.Ordinal));
}
