namespace AgentMemory.Tasks;

/// <summary>
/// Keeps a lease while work runs under it, and cancels the work once the lease is lost: from then on somebody else may be
/// doing the same.
/// </summary>
internal sealed class Heartbeat : IAsyncDisposable
{
    private readonly CancellationTokenSource _work;
    private readonly CancellationTokenSource _beating = new();
    private readonly Task _beats;

    /// <param name="renew">False when the lease was lost. An exception is no answer: it is asked again, until the lease has
    /// run out by our own clock.</param>
    public Heartbeat(
        TimeSpan interval, TimeSpan lease, TimeProvider time, Func<CancellationToken, Task<bool>> renew, CancellationToken abort)
    {
        _work = CancellationTokenSource.CreateLinkedTokenSource(abort);
        _beats = BeatAsync(interval, lease, time, renew);
    }

    /// <summary>Cancelled when the work must stop.</summary>
    public CancellationToken Work => _work.Token;

    public bool IsLost { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _beating.CancelAsync();
        await _beats;
        _beating.Dispose();
        _work.Dispose();
    }

    private async Task BeatAsync(TimeSpan interval, TimeSpan lease, TimeProvider time, Func<CancellationToken, Task<bool>> renew)
    {
        var renewed = time.GetTimestamp();
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (!IsLost && await timer.WaitForNextTickAsync(_beating.Token))
            {
                var asked = time.GetTimestamp();
                try
                {
                    IsLost = !await renew(_beating.Token);
                    renewed = asked;
                }
                catch (Exception) when (!_beating.IsCancellationRequested)
                {
                    IsLost = time.GetElapsedTime(renewed) >= lease;
                }
            }
        }
        catch (Exception) when (_beating.IsCancellationRequested)
        {
            // The work is done.
        }

        if (IsLost)
            await _work.CancelAsync();
    }
}
