namespace AgentMemory.ConsoleTests.Support;

/// <summary>All tests share one browser and run one after the other: two pages at once would measure each other.</summary>
[CollectionDefinition(Name)]
public sealed class ConsoleCollection : ICollectionFixture<Chromium>, ICollectionFixture<OpenServer>
{
    public const string Name = "console";
}

/// <summary>A server without authentication, for tests that need none of their own.</summary>
public sealed class OpenServer : IAsyncLifetime
{
    public ConsoleServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await ConsoleServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
