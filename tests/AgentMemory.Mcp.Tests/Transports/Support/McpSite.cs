using AgentMemory.Hosting.Settings;
using AgentMemory.Server;
using AgentMemory.Tenancy;
using AgentMemory.TestStore;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Mcp.Tests.Transports.Support;

/// <summary>A server as the AppHost composes it, on free ports of this machine.</summary>
public sealed class McpSite : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly WebApplication _app;

    /// <summary>Closes connections at once, instead of waiting for the rest of an answer that was dropped.</summary>
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, ResponseDrainTimeout = TimeSpan.Zero });

    private McpSite(DirectoryInfo folder, WebApplication app)
    {
        (_folder, _app) = (folder, app);
        Address = new Uri(app.Urls.Last());
    }

    /// <summary>Of the last interface: MCP where there is MCP.</summary>
    public Uri Address { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Of REST, where there is REST.</summary>
    public Uri RestAddress => new(_app.Urls.First());

    public static Task<McpSite> StartAsync(params (string Name, string Value)[] settings) =>
        StartAsync(ServerParts.Mcp, null, settings);

    public static Task<McpSite> StartAsync(ServerParts parts, params (string Name, string Value)[] settings) =>
        StartAsync(parts, null, settings);

    /// <param name="configure">Takes the place of what is no setting.</param>
    public static Task<McpSite> StartAsync(Action<IServiceCollection> configure, params (string Name, string Value)[] settings) =>
        StartAsync(ServerParts.Mcp, configure, settings);

    private static async Task<McpSite> StartAsync(
        ServerParts parts, Action<IServiceCollection>? configure, params (string Name, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("agent-memory-mcp-site-");
        KeyValuePair<string, string?>[] all =
        [
            new("PORT", "0"),
            new("HOST", "127.0.0.1"),
            new("MCP_PORT", "0"),
            new("MCP_HOST", "127.0.0.1"),
            new("LOG_LEVEL", "CRITICAL"),
            .. StackStore.SettingsFor(folder.FullName),
            .. settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)),
        ];
        var app = MemoryServer.Build(MemorySettings.Load(SettingsSources.Read(all, folder.FullName)), parts, configure);
        await app.StartAsync();
        return new(folder, app);
    }

    /// <returns>The secret, and the id by which it is removed.</returns>
    public async Task<(string Secret, string PublicId)> AddTokenAsync(params string[] namespaces)
    {
        var issued = await Services.GetRequiredService<TokenService>().CreateAsync(
            new NewToken { Description = "test", Namespaces = namespaces.Length == 0 ? null : namespaces }, CancellationToken.None);
        return (issued.Secret, issued.Token.PublicId);
    }

    public Uri At(string path) => new(Address, path);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken = default) =>
        _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    /// <summary>Waits for what comes by itself.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
            await Task.Delay(10, patience.Token);
    }

    /// <summary>Stops as a process does that is told to.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        await StackStore.RemoveAsync(_folder.FullName);
        _folder.Delete(recursive: true);
    }
}
