using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using AgentMemory.Hosting.Settings;
using AgentMemory.ModelServers;
using AgentMemory.Server;
using AgentMemory.Tenancy;
using AgentMemory.TestStore;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.ConsoleTests.Support;

/// <summary>The server as it is started for users, with a model that embeds; it can be stopped and started again.</summary>
public sealed class ConsoleServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agent-memory-console-");
    private readonly ModelServer _models;
    private ServerParts _parts;
    private readonly Dictionary<string, string?> _settings;
    private WebApplication? _app;

    private ConsoleServer(ModelServer models, ServerParts parts, int port, (string Name, string Value)[] settings)
    {
        (_models, _parts) = (models, parts);
        Root = new Uri($"http://127.0.0.1:{port}");
        Client = new HttpClient { BaseAddress = Root };
        _settings = new(StackStore.SettingsFor(_folder.FullName))
        {
            ["PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["HOST"] = "127.0.0.1",
            ["LOG_LEVEL"] = "CRITICAL",
            ["OPENAI_API_BASE"] = models.OpenAIBase.ToString(),
            ["EMBEDDING_MODEL"] = "words",
            ["REDISVL_VECTOR_DIMENSIONS"] = WordVectors.Dimensions.ToString(CultureInfo.InvariantCulture),
            ["EXTRACTION_DEBOUNCE_SECONDS"] = "1",
        };
        foreach (var (name, value) in settings)
            _settings[name] = value;
    }

    public Uri Root { get; }

    public HttpClient Client { get; }

    /// <summary>The store's file.</summary>
    public string Database => Path.Combine(_settings["AGENT_MEMORY_DATA"]!, "memory.db");

    public IServiceProvider Services => _app!.Services;

    public static Task<ConsoleServer> StartAsync(params (string Name, string Value)[] settings) =>
        StartAsync(ServerParts.Api | ServerParts.Worker, settings);

    /// <summary>Background work is left to the test.</summary>
    public static Task<ConsoleServer> StartWithoutWorkerAsync(params (string Name, string Value)[] settings) =>
        StartAsync(ServerParts.Api, settings);

    public async Task StartAgainAsync()
    {
        _app = MemoryServer.Build(
            MemorySettings.Load(SettingsSources.Read(_settings, _folder.FullName)), _parts);
        await _app.StartAsync();
    }

    public async Task StartWorkerAsync()
    {
        await StopAsync();
        _parts |= ServerParts.Worker;
        await StartAgainAsync();
    }

    public async Task StopAsync()
    {
        await _app!.StopAsync();
        await _app.DisposeAsync();
        _app = null;
    }

    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await Client.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonElement.Parse(text);
    }

    /// <summary>Searches until the memories found are as they shall be, for half a minute at most.</summary>
    public async Task<JsonElement> FoundAsync(object search, Func<JsonElement, bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var memories = (await PostAsync("/v1/long-term-memory/search", search)).GetProperty("memories");
            if (holds(memories))
                return memories;
            await Task.Delay(100, limit.Token);
        }
    }

    public Task RememberAsync(params object[] memories) => PostAsync("/v1/long-term-memory/", new { memories });

    public Task<IssuedToken> TokenAsync(params string[] namespaces) => Services.GetRequiredService<TokenService>().CreateAsync(
        new NewToken { Description = "test", Namespaces = namespaces.Length == 0 ? null : namespaces }, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_app is not null)
            await StopAsync();
        await _models.DisposeAsync();
        await StackStore.RemoveAsync(_folder.FullName);
        _folder.Delete(recursive: true);
    }

    private static async Task<ConsoleServer> StartAsync(ServerParts parts, (string Name, string Value)[] settings)
    {
        var server = new ConsoleServer(await ModelServer.StartAsync(), parts, FreePort(), settings);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Chosen before the start, so that the server has it again after a stop.</summary>
    private static int FreePort()
    {
        using var socket = new TcpListener(System.Net.IPAddress.Loopback, 0);
        socket.Start();
        return ((System.Net.IPEndPoint)socket.LocalEndpoint).Port;
    }
}
