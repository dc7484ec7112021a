using System.Diagnostics;
using AgentMemory.Hosting;

namespace AgentMemory.Cli.Evaluation.Asking;

/// <summary>Waits until the server has made the vectors of what was loaded, which it does in the background.</summary>
internal sealed class VectorWait(MemoryServer server)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Without any progress: a provider that is down for a moment is tried again by then.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <exception cref="StartupException">It has no model to make them with.</exception>
    public async Task DemandModelAsync(CancellationToken cancellationToken)
    {
        if (!await server.HasVectorsAsync(cancellationToken))
        {
            throw new StartupException(
                "--wait-for-vectors: the server has no embedding model, as /v1/ready says; configure one, or leave the option out");
        }
    }

    /// <exception cref="StartupException">No more come.</exception>
    public async Task WaitAsync(string @namespace, int memories, CancellationToken cancellationToken)
    {
        var (most, changed) = (-1L, Stopwatch.GetTimestamp());
        while (true)
        {
            var count = await server.CountVectorsAsync(@namespace, cancellationToken);
            if (count >= memories)
                return;
            if (count > most)
                (most, changed) = (count, Stopwatch.GetTimestamp());
            else if (Stopwatch.GetElapsedTime(changed) > Patience)
            {
                throw new StartupException(
                    $"--wait-for-vectors: {count} of {memories} memories have a vector, and no more come; GET "
                    + "/v1/tasks?status=failed and the server's log say why");
            }
            await Task.Delay(Pause, cancellationToken);
        }
    }
}
