using AgentMemory.Mcp.Tests.Support;
using AgentMemory.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Mcp.Tests.Tools;

/// <summary>No failure passes for an empty result (T53), and none tells of the inside.</summary>
public sealed class FailureTests(FailureTests.Host host) : IClassFixture<FailureTests.Host>
{
    [Fact, Trait("Trap", "T53")]
    public async Task What_nobody_foresaw_is_an_error_that_tells_nothing_of_the_inside()
    {
        await using var connection = await host.ConnectAsync();
        host.Clock.IsBroken = true;
        var answer = await connection.CallAsync("search_long_term_memory", """{"text": "private words"}""");
        host.Clock.IsBroken = false;

        Assert.Equal(
            "Internal error; the server's log says more. Trying again may help", answer.Failure("search_long_term_memory"));
        var line = Assert.Single(host.Logs.Lines, line => line.Contains("The clock is broken", StringComparison.Ordinal));
        Assert.StartsWith("Error Tool search_long_term_memory failed", line, StringComparison.Ordinal);
        Assert.DoesNotContain("private words", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_says_when_to_try_again()
    {
        await using var connection = await host.ConnectAsync();

        var answer = await connection.CallAsync(
            "set_working_memory", $$"""{"session_id": "big", "context": "{{new string('x', 900 * 1024)}}"}""");

        Assert.Matches("^503: .+; try again in [0-9]+ seconds$", answer.Failure("set_working_memory"));
        Assert.Contains(host.Logs.Lines, line =>
            line.StartsWith("Warning Tool set_working_memory: the store is unavailable", StringComparison.Ordinal));
    }

    public sealed class Host : McpHost
    {
        public BreakableClock Clock { get; } = new();

        protected override void Configure(IServiceCollection services) => services.AddSingleton<TimeProvider>(Clock);

        protected override SqliteStoreOptions? StoreFile => new() { DatabasePath = DatabasePath, MaximumBytes = 512 * 1024 };
    }

    public sealed class BreakableClock : TimeProvider
    {
        public bool IsBroken { get; set; }

        public override DateTimeOffset GetUtcNow() =>
            IsBroken ? throw new InvalidOperationException("The clock is broken") : base.GetUtcNow();
    }
}
