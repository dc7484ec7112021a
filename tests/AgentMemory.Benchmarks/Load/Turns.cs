using AgentMemory.Benchmarks.Results;

namespace AgentMemory.Benchmarks.Load;

/// <summary>Scenarios take turns, so that a slow minute of the machine slows all of them.</summary>
internal sealed class Turns(BenchmarkPlan plan, ResultTable table)
{
    public async Task MeasureAsync(IReadOnlyList<Scenario> scenarios, CancellationToken cancellationToken)
    {
        foreach (var clients in plan.Clients)
        {
            var rounds = scenarios.ToDictionary(scenario => scenario, _ => new List<Measurement>());
            foreach (var scenario in scenarios)
                await LoadRun.RunAsync(scenario, clients, plan.Warmup, cancellationToken);
            for (var round = 0; round < plan.Rounds; round++)
            {
                foreach (var scenario in scenarios)
                    rounds[scenario].Add(await LoadRun.RunAsync(scenario, clients, plan.Round, cancellationToken));
            }

            foreach (var scenario in scenarios)
                table.Add(scenario.Name, clients, Measurement.Median(rounds[scenario]));
        }
    }
}
