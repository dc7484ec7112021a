using System.Net.Http.Json;
using System.Text.Json;
using AgentMemory.Api;
using AgentMemory.Api.Readiness;
using AgentMemory.Hosting;
using AgentMemory.Hosting.Settings;
using AgentMemory.TestStore;
using AgentMemory.Wire.Answers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentMemory.Outage.Tests;

/// <summary>The whole server as the AppHost composes it, on a free port, by a clock of the test's.</summary>
internal sealed class Server : IAsyncDisposable
{
    private const int PageSize = 100;

    private readonly DirectoryInfo _folder;
    private readonly WebApplication _app;

    private Server(DirectoryInfo folder, WebApplication app)
    {
        (_folder, _app) = (folder, app);
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public static async Task<Server> StartAsync(TimeProvider time, params (string Name, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("agent-memory-outage-");
        KeyValuePair<string, string?>[] all =
        [
            new("PORT", "0"),
            new("HOST", "127.0.0.1"),
            new("LOG_LEVEL", "CRITICAL"),
            .. StackStore.SettingsFor(folder.FullName),
            .. settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)),
        ];
        var builder = MemoryHost.CreateWebBuilder(
            MemorySettings.Load(SettingsSources.Read(all, folder.FullName)), "agent-memory");
        builder.Services.AddMemoryApi(new ApiOptions());
        builder.Services.AddSingleton<IReadinessProbe, NotAsked>();
        builder.Services.AddMemoryWorker();
        builder.Services.AddSingleton(time);
        var app = builder.Build();
        app.UseWebServiceDefaults();
        app.MapMemoryApi();
        await app.StartAsync();
        return new Server(folder, app);
    }

    /// <summary>Appends a message; whatever the model does, this must succeed.</summary>
    public async Task AppendAsync(string session, string id, string content)
    {
        using var answer = await Client.PostAsJsonAsync(
            new Uri($"/v1/working-memory/{session}/messages?user_id=ann", UriKind.Relative),
            new { messages = new[] { new { id, role = "user", content } } });
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Ids of the session's messages that extraction has not seen.</summary>
    public async Task<string[]> UnextractedAsync(string session)
    {
        var stored = await Client.GetFromJsonAsync<JsonElement>(
            new Uri($"/v1/working-memory/{session}?user_id=ann", UriKind.Relative));
        return [.. stored.GetProperty("messages").EnumerateArray()
            .Where(message => message.GetProperty("discrete_memory_extracted").GetString() == "f")
            .Select(message => message.GetProperty("id").GetString()!)];
    }

    /// <summary>What every memory was made from.</summary>
    public async Task<List<string[]>> SourcesAsync()
    {
        var sources = new List<string[]>();
        for (int? offset = 0; offset is { } from;)
        {
            using var answer = await Client.PostAsJsonAsync(
                new Uri("/v1/long-term-memory/search", UriKind.Relative), new { limit = PageSize, offset = from, recency_boost = false });
            var page = await answer.Content.ReadFromJsonAsync<JsonElement>();
            sources.AddRange(page.GetProperty("memories").EnumerateArray().Select(memory => memory
                .GetProperty("extracted_from").EnumerateArray().Select(id => id.GetString()!).ToArray()));
            offset = page.GetProperty("next_offset") is { ValueKind: JsonValueKind.Number } next ? next.GetInt32() : null;
        }
        return sources;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await StackStore.RemoveAsync(_folder.FullName);
        _folder.Delete(recursive: true);
    }

    private sealed class NotAsked : IReadinessProbe
    {
        public ValueTask<ReadinessReport> CheckAsync(CancellationToken cancellationToken) =>
            throw new NotSupportedException("These tests do not ask for readiness.");
    }
}
