using System.Globalization;
using AgentMemory.AppHost.Tests.Processes;

namespace AgentMemory.AppHost.Tests.Crash;

/// <summary>
/// Kill -9 under load, on one data folder, round after round. Clients repeat nothing, so whatever is there twice was done
/// twice by the server.
/// </summary>
public sealed class CrashTests : IDisposable
{
    private const string RoundsVariable = "AGENT_MEMORY_CRASH_ROUNDS";
    private const int DefaultRounds = 5;

    /// <summary>Milliseconds.</summary>
    private const int ShortestLoad = 10;

    private const int LongestLoad = 250;

    /// <summary>Longer than a dead worker's lease, with time for what waited for it.</summary>
    private static readonly TimeSpan PromotionLimit = TimeSpan.FromMinutes(3);

    private static readonly (string, string)[] Settings = [("INDEX_ALL_MESSAGES_IN_LONG_TERM_MEMORY", "true")];

    private readonly TemporaryFolder _folder = new();

    private static int Rounds =>
        Environment.GetEnvironmentVariable(RoundsVariable) is { Length: > 0 } rounds
            ? int.Parse(rounds, CultureInfo.InvariantCulture)
            : DefaultRounds;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_acknowledged_write_survives_kill_9_once_and_every_task_takes_effect_once()
    {
        var rounds = new List<CrashRound>();
        for (var number = 0; number < Rounds; number++)
        {
            await using var server = await ServerProcess.StartAsync(_folder.DataFolder, Settings);
            if (rounds.Count > 0)
                await rounds[^1].AssertSessionsAsync(server.Client);
            var round = new CrashRound(number);
            await round.WriteUntilKilledAsync(server, TimeSpan.FromMilliseconds(Random.Shared.Next(ShortestLoad, LongestLoad)));
            rounds.Add(round);
        }

        await using var last = await ServerProcess.StartAsync(_folder.DataFolder, Settings);
        using var limit = new CancellationTokenSource(PromotionLimit);
        foreach (var round in rounds)
        {
            await round.AssertSessionsAsync(last.Client);
            await round.AssertMemoriesAsync(last.Client, limit.Token);
        }
        var ready = await last.Client.OkAsync("GET", "/v1/ready");
        Assert.DoesNotContain("given up", ready.Text, StringComparison.Ordinal);
    }
}
