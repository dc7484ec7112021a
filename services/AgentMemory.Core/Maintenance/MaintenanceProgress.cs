namespace AgentMemory.Maintenance;

/// <param name="Step">What is done, for people.</param>
/// <param name="Total">What is known of so far; it is <paramref name="Done"/> when the step is.</param>
public readonly record struct MaintenanceProgress(string Step, long Done, long Total);
