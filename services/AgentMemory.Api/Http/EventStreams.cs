using AgentMemory.Events;
using AgentMemory.ServiceDefaults.Authentication;
using AgentMemory.Tenancy;

namespace AgentMemory.Api.Http;

/// <summary>The live event streams of this process, so many at once and no more: each holds a connection and reads the log.</summary>
internal sealed class EventStreams(
    EventHistory history, ApiOptions options, TimeProvider time, IHostApplicationLifetime host) : IDisposable
{
    public const string MediaType = "text/event-stream";

    /// <summary>Then a client connects again.</summary>
    private static readonly TimeSpan LongestStream = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _free = new(options.MaximumEventStreams);

    public int Limit => options.MaximumEventStreams;

    /// <summary>Sends events until the client goes or its token does, the server stops or the stream is old. False, and
    /// nothing is sent, when there are as many streams as there may be.</summary>
    public async Task<bool> TryServeAsync(HttpContext http, AccessScope scope, EventSubject subject, long after)
    {
        if (!_free.Wait(0, CancellationToken.None))
            return false;
        try
        {
            using var age = new CancellationTokenSource(LongestStream, time);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(
                http.RequestAborted, age.Token, host.ApplicationStopping);
            var stream = new EventStream(http.Response, http.Features.Get<PresentedToken>(), history, time);
            try
            {
                await stream.SendAsync(scope, subject, after, end.Token);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                // That is how a stream ends.
            }
        }
        finally
        {
            _free.Release();
        }

        return true;
    }

    public void Dispose() => _free.Dispose();
}
