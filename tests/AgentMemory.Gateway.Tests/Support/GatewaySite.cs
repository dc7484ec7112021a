using System.Net.Http.Headers;
using AgentMemory.Hosting.Settings;
using AgentMemory.Server;
using AgentMemory.Storage.Sqlite;
using AgentMemory.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Gateway.Tests.Support;

/// <summary>A gateway in front of replicas of REST and MCP, all of them real, on free ports of this machine.</summary>
internal sealed class GatewaySite : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agent-memory-gateway-");
    private readonly List<WebApplication> _running = [];
    private WebApplication _gateway = null!;

    private GatewaySite()
    {
    }

    /// <summary>Calls the gateway.</summary>
    public HttpClient Client { get; private set; } = null!;

    public List<WebApplication> Apis { get; } = [];

    public List<WebApplication> Mcps { get; } = [];

    public static Task<GatewaySite> StartAsync(params (string Name, string Value)[] settings) =>
        StartAsync(1, 1, settings, settings);

    /// <param name="gateway">Settings of the gateway alone.</param>
    /// <param name="services">Settings of what is behind it.</param>
    public static async Task<GatewaySite> StartAsync(
        int apis, int mcps, (string Name, string Value)[] gateway, (string Name, string Value)[] services)
    {
        var site = new GatewaySite();
        for (var replica = 0; replica < apis; replica++)
            site.Apis.Add(await site.StartServiceAsync(ServerParts.Api, services));
        for (var replica = 0; replica < mcps; replica++)
            site.Mcps.Add(await site.StartServiceAsync(ServerParts.Mcp, services));

        // Addresses as Aspire tells them; a setting that names them is stronger.
        var settings = site.Settings(
        [
            .. site.Apis.Select((api, index) => ($"services__api__http__{index}", api.Urls.Single())),
            .. site.Mcps.Select((mcp, index) => ($"services__mcp__http__{index}", mcp.Urls.Single())),
            .. gateway,
        ]);
        site._gateway = MemoryGateway.Build(settings, site.KeepInFile);
        await site._gateway.StartAsync();
        site.Client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ResponseDrainTimeout = TimeSpan.Zero })
        {
            BaseAddress = new Uri(site._gateway.Urls.Single()),
        };
        return site;
    }

    public async Task<string> AddTokenAsync(params string[] namespaces)
    {
        var issued = await _gateway.Services.GetRequiredService<TokenService>().CreateAsync(
            new NewToken { Description = "test", Namespaces = namespaces.Length == 0 ? null : namespaces }, CancellationToken.None);
        return issued.Secret;
    }

    public async Task<HttpResponseMessage> SendAsync(
        string method, string path, string? body = null, string? token = null, params (string Name, string Value)[] headers)
    {
        // To the letter, as raw clients do.
        var uri = new Uri(Client.BaseAddress!.GetLeftPart(UriPartial.Authority) + path,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(new HttpMethod(method), uri);
        if (body is not null)
            request.Content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>The status and the body.</summary>
    public async Task<(int Status, string Body)> AskAsync(
        string method, string path, string? body = null, string? token = null, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(method, path, body, token, headers);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _gateway.DisposeAsync();
        foreach (var service in _running)
            await service.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<WebApplication> StartServiceAsync(ServerParts part, (string, string)[] settings)
    {
        var service = MemoryServer.Build(Settings(settings), part, KeepInFile);
        _running.Add(service);
        await service.StartAsync();
        return service;
    }

    private void KeepInFile(IServiceCollection services) =>
        services.AddSqliteStore(new SqliteStoreOptions { DatabasePath = Path.Combine(_folder.FullName, "memory.db") });

    private MemorySettings Settings((string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["PORT"] = "0",
            ["HOST"] = "127.0.0.1",
            ["MCP_PORT"] = "0",
            ["MCP_HOST"] = "127.0.0.1",
            ["GATEWAY_PORT"] = "0",
            ["GATEWAY_HOST"] = "127.0.0.1",
            ["LOG_LEVEL"] = "CRITICAL",
            ["AGENT_MEMORY_DATA"] = Path.Combine(_folder.FullName, "data"),
        };
        foreach (var (name, value) in settings)
            all[name] = value;
        return MemorySettings.Load(SettingsSources.Read(all, _folder.FullName));
    }
}
