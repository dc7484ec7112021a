using AgentMemory.Search;
using AgentMemory.Storage.Conformance;
using AgentMemory.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentMemory.Storage.Sqlite.Tests;

/// <summary>What a server indexes before anybody searches.</summary>
public sealed class SearchWarmUpTests : SqliteFileTests
{
    [Fact]
    public async Task Memories_are_indexed_when_the_server_starts()
    {
        await StoreAsync("Ann climbs mountains");
        await using var services = Services();
        await StartAsync(services);
        using var raw = OpenRaw();
        Run(raw, "UPDATE memory SET text = 'unseen by any index'");

        Assert.Equal(1, (await SearchAsync(services, "mountains")).Total);
        Assert.Equal(0, (await SearchAsync(services, "unseen")).Total);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_does_not_end_the_server()
    {
        await StoreAsync("Ann climbs mountains");
        await using var services = Services();
        services.GetRequiredService<IMemorySearchIndex>();
        using var raw = OpenRaw();
        Run(raw, "ALTER TABLE memory RENAME COLUMN text TO hidden");

        await StartAsync(services);

        Run(raw, "ALTER TABLE memory RENAME COLUMN hidden TO text");
        Assert.Equal(1, (await SearchAsync(services, "mountains")).Total);
    }

    private async Task StoreAsync(string text)
    {
        await using var store = Open();
        await store.LongTerm.UpsertAsync(AccessScope.Everything, [Samples.Record(Ann, "m1", text)], new() { OperationId = "op" }, None);
    }

    private ServiceProvider Services() =>
        new ServiceCollection().AddLogging().AddSqliteStore(new() { DatabasePath = DatabasePath }).BuildServiceProvider();

    private static async Task StartAsync(IServiceProvider services)
    {
        foreach (var service in services.GetServices<IHostedService>().Cast<BackgroundService>())
        {
            await service.StartAsync(None);
            await service.ExecuteTask!;
        }
    }

    private static async Task<Candidates> SearchAsync(IServiceProvider services, string word) =>
        await services.GetRequiredService<IMemorySearchIndex>().MatchAsync(
            AccessScope.Everything, MemoryFilter.None, TextQueryParser.Parse(word), 10, None);
}
