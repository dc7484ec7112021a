namespace AgentMemory.Hosting.Health;

/// <summary>The background work of this process. Not registered where it is left to other processes.</summary>
public interface IBackgroundWork
{
    bool IsRunning { get; }
}
