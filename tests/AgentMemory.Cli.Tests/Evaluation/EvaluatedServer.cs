namespace AgentMemory.Cli.Tests.Evaluation;

/// <summary>One server for the tests of a class, which must each leave it empty.</summary>
public sealed class EvaluatedServer : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agent-memory-evaluated-");
    private ServerProcess? _server;

    private ServerProcess Server => _server ?? throw new InvalidOperationException("It was not started");

    public string Address => Server.Client.BaseAddress!.ToString();

    public async Task InitializeAsync() => _server = await ServerProcess.StartAsync(Path.Combine(_folder.FullName, "data"));

    public Task<long> CountAsync() => CountAsync(Server);

    internal static async Task<long> CountAsync(ServerProcess server)
    {
        var answer = await server.Client.OkAsync("POST", "/v1/long-term-memory/search", new { limit = 1 });
        return answer.Json.GetProperty("total").GetInt64();
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
