namespace AgentMemory.Storage.Redis.Database;

/// <summary>Lets writes of this process to one subject pass one after the other, in a fixed number of lanes.</summary>
internal sealed class WriteGates
{
    private readonly SemaphoreSlim[] _lanes = Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1, 1)).ToArray();

    public async ValueTask<Turn> EnterAsync(string subject, CancellationToken cancellationToken)
    {
        var lane = _lanes[(uint)string.GetHashCode(subject, StringComparison.Ordinal) % (uint)_lanes.Length];
        await lane.WaitAsync(cancellationToken);
        return new Turn(lane);
    }

    public readonly struct Turn(SemaphoreSlim lane) : IDisposable
    {
        public void Dispose() => lane.Release();
    }
}
