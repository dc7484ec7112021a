using AgentMemory.Errors;
using AgentMemory.Tasks;

namespace AgentMemory.Hosting.Health;

/// <summary>Whether the store answers, asked in a way that costs it little.</summary>
public sealed class StoreProbe(ITaskQueue queue)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <returns>What is wrong, or else how many tasks there are.</returns>
    public async Task<(string? Problem, TaskCounts? Tasks)> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (null, await queue.CountAsync(cancellationToken).WaitAsync(Patience, cancellationToken));
        }
        catch (MemoryException failure)
        {
            return (failure.Detail, null);
        }
        catch (TimeoutException)
        {
            return ($"The store did not answer within {Patience.TotalSeconds} s", null);
        }
    }
}
