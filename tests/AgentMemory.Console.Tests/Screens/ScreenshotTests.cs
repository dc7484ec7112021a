using AgentMemory.ConsoleTests.Support;

namespace AgentMemory.ConsoleTests.Screens;

/// <summary>Makes the pictures of docs/console.md.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class ScreenshotTests(Chromium chromium)
{
    private const string Variable = "AGENT_MEMORY_SCREENSHOTS";

    [Fact]
    public async Task Every_page_is_pictured_in_every_look()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(folder))
            throw Xunit.Sdk.SkipException.ForSkip($"Makes no pictures: {Variable} names no folder to put them");
        Directory.CreateDirectory(folder);
        var filled = new FilledServer();
        await filled.InitializeAsync();
        try
        {
            foreach (var look in Look.All)
            {
                foreach (var screen in Screen.All)
                {
                    await using var visit = await Visit.BeginAsync(chromium, filled.Server, look);
                    await screen.OpenAsync(visit, filled);
                    await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{screen.Name}-{look.Name}.png") });
                }
            }
        }
        finally
        {
            await filled.DisposeAsync();
        }

        Assert.Equal(Screen.All.Count * Look.All.Count, Directory.GetFiles(folder, "*.png").Length);
    }
}
