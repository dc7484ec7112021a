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
    private readonly KeyValuePair<string, string?>[] _settings;
    private WebApplication? _app;

    private ConsoleServer(ModelServer models, int port, (string Name, string Value)[] settings)
    {
        _models = models;
        Root = new Uri($"http://127.0.0.1:{port}");
        Client = new HttpClient { BaseAddress = Root };
        _settings =
        [
            new("PORT", port.ToString(CultureInfo.InvariantCulture)),
            new("MCP_PORT", "0"),
            new("HOST", "127.0.0.1"),
            new("LOG_LEVEL", "CRITICAL"),
            .. StackStore.SettingsFor(_folder.FullName),
            new("OPENAI_API_BASE", models.OpenAIBase.ToString()),
            new("EMBEDDING_MODEL", "words"),
            new("REDISVL_VECTOR_DIMENSIONS", WordVectors.Dimensions.ToString(CultureInfo.InvariantCulture)),
            new("EXTRACTION_DEBOUNCE_SECONDS", "1"),
            .. settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)),
        ];
    }

    public Uri Root { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app!.Services;

    public static async Task<ConsoleServer> StartAsync(params (string Name, string Value)[] settings)
    {
        var server = new ConsoleServer(await ModelServer.StartAsync(), FreePort(), settings);
        await server.StartAgainAsync();
        return server;
    }

    public async Task StartAgainAsync()
    {
        _app = MemoryServer.Build(
            MemorySettings.Load(SettingsSources.Read(_settings, _folder.FullName)), ServerParts.Api | ServerParts.Worker);
        await _app.StartAsync();
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

    public Task RememberAsync(params object[] memories) => PostAsync("/v1/long-term-memory/", new { memories });

    public async Task<string> TokenAsync(params string[] namespaces)
    {
        var tokens = Services.GetRequiredService<TokenService>();
        var issued = await tokens.CreateAsync(
            new NewToken { Description = "test", Namespaces = namespaces.Length == 0 ? null : namespaces }, CancellationToken.None);
        return issued.Secret;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_app is not null)
            await StopAsync();
        await _models.DisposeAsync();
        await StackStore.RemoveAsync(_folder.FullName);
        _folder.Delete(recursive: true);
    }

    /// <summary>Chosen before the start, so that the server has it again after a stop.</summary>
    private static int FreePort()
    {
        using var socket = new TcpListener(System.Net.IPAddress.Loopback, 0);
        socket.Start();
        return ((System.Net.IPEndPoint)socket.LocalEndpoint).Port;
    }
}
