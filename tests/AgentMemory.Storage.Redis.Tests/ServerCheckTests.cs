using System.Collections.Concurrent;
using AgentMemory.Storage.Redis.Database;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentMemory.Storage.Redis.Tests;

/// <summary>What operators are told of their Redis when a process starts.</summary>
public sealed class ServerCheckTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("--appendonly no", "keeps nothing on disk")]
    [InlineData("--appendonly no --save 60 1", "only snapshots")]
    [InlineData("--appendonly yes --appendfsync everysec", "of the last second")]
    [InlineData("--appendonly yes --appendfsync no", "half a minute")]
    [InlineData("--appendonly yes --appendfsync always", null)]
    [InlineData("--appendonly yes --appendfsync always --maxmemory 200mb --maxmemory-policy allkeys-lru", "noeviction")]
    [InlineData("--appendonly yes --appendfsync always --maxmemory 200mb --maxmemory-policy volatile-lru", null)]
    [InlineData("--appendonly yes --appendfsync always --maxmemory-policy allkeys-lru", null)]
    [InlineData("--rename-command CONFIG refused", null)]
    public async Task Operators_are_warned_of_what_may_lose_memories(string options, string? warning)
    {
        using var redis = await LocalRedis.DemandAsync(Arguments(options));

        var warnings = (await CheckAsync(redis)).Where(line => !line.Contains("Search", StringComparison.Ordinal)).ToList();

        if (warning is null)
            Assert.Empty(warnings);
        else
            Assert.Contains(warning, Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Redis_that_answers_no_such_question_is_nothing_to_warn_of()
    {
        using var redis = await LocalRedis.DemandAsync(
            Arguments("--rename-command CONFIG refused1 --rename-command INFO refused2 --rename-command COMMAND refused3"));

        Assert.Empty(await CheckAsync(redis));
    }

    [Fact]
    public async Task A_start_before_Redis_is_told_once_and_the_check_is_made_up_for()
    {
        using var redis = await LocalRedis.DemandAsync();
        redis.Kill();
        var log = new LogLines();
        await using var services = Services(redis, log);
        var check = services.GetServices<IHostedService>().OfType<ServerCheck>().Single();
        await check.StartAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(1));
        await log.UntilAsync(line => line.Contains("cannot be used yet", StringComparison.Ordinal));

        await redis.StartAgainAsync();
        await check.ExecuteTask!.WaitAsync(Patience);

        Assert.Single(log.Warnings, line => line.Contains("cannot be used yet", StringComparison.Ordinal));
        Assert.Contains(log.Warnings, line => line.Contains("keeps nothing on disk", StringComparison.Ordinal));
    }

    private static string[] Arguments(string options) => options.Split(' ');

    private static async Task<IEnumerable<string>> CheckAsync(LocalRedis redis)
    {
        var log = new LogLines();
        await using var services = Services(redis, log);
        var check = services.GetServices<IHostedService>().OfType<ServerCheck>().Single();
        await check.StartAsync(CancellationToken.None);
        await check.ExecuteTask!.WaitAsync(Patience);
        return log.Warnings;
    }

    private static ServiceProvider Services(LocalRedis redis, LogLines log) => new ServiceCollection()
        .AddLogging(logging => logging.AddProvider(log))
        .AddRedisStore(new() { Connection = redis.Address, CommandTimeout = TimeSpan.FromSeconds(1) })
        .BuildServiceProvider();

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IEnumerable<string> Warnings => _lines;

        public async Task UntilAsync(Func<string, bool> isThere)
        {
            using var patience = new CancellationTokenSource(Patience);
            while (!_lines.Any(isThere))
                await Task.Delay(50, patience.Token);
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                _lines.Enqueue(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
