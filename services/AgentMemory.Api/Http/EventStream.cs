using System.Globalization;
using System.Text;
using AgentMemory.Events;
using AgentMemory.ServiceDefaults.Authentication;
using AgentMemory.Tenancy;
using AgentMemory.Wire.Answers;

namespace AgentMemory.Api.Http;

/// <summary>
/// One live stream in the format of server-sent events. It holds one page at a time and reads the next one when the client
/// has taken that, so a slow client costs no memory.
/// </summary>
/// <param name="token">The caller's; <see langword="null"/> while authentication is off.</param>
internal sealed class EventStream(HttpResponse response, PresentedToken? token, EventHistory history, TimeProvider time)
{
    private const int PageSize = 100;

    /// <summary>How often a silent stream shows, to proxies and to us, that it is alive.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private long _lastSent;

    /// <summary>Sends until <paramref name="end"/>, or until the caller's token is not valid any more: then nothing further.</summary>
    public async Task SendAsync(AccessScope scope, EventSubject subject, long after, CancellationToken end)
    {
        response.ContentType = EventStreams.MediaType;
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no"; // Proxies that would collect the events otherwise.
        Write("retry: 2000\n\n");
        await FlushAsync(end);

        var gap = -1L;
        while (!end.IsCancellationRequested)
        {
            // Before the page, which then has whatever comes up to here.
            var newest = subject == EventSubject.Everything ? await history.BeforeNewestAsync(0, end) : after;
            var page = await history.ReadAsync(scope, subject, after, PageSize, end);
            var isGap = !page.Complete && gap != after;
            var isSilent = Silence >= Heartbeat;
            if (isGap || isSilent || page.Entries.Count > 0)
            {
                if (token is not null && !await token.IsStillValidAsync(end))
                    return;
                if (isSilent)
                    Write(": still here\n\n");
                if (isGap)
                {
                    // Said once for a place: the log cannot tell whether what it dropped was of this subject.
                    gap = after;
                    Write($"event: gap\ndata: {Json(new EventGapAnswer(after))}\n\n");
                }

                foreach (var entry in page.Entries)
                {
                    Write(string.Create(
                        CultureInfo.InvariantCulture, $"id: {entry.Sequence}\nevent: {entry.Kind}\ndata: {Json(EventAnswer.Of(entry))}\n\n"));
                    after = entry.Sequence;
                }

                await FlushAsync(end);
            }

            // A caller who sees little of a busy log is not looked for in the same entries again and again.
            if (page.Entries.Count == 0)
                after = Math.Max(after, newest);
            if (page.Entries.Count < PageSize)
                await history.WaitAsync(Heartbeat - Silence, end);
        }
    }

    private TimeSpan Silence => time.GetElapsedTime(_lastSent);

    private static string Json<T>(T answer) => Encoding.UTF8.GetString(Reply.Render(answer));

    private void Write(string text) => Encoding.UTF8.GetBytes(text, response.BodyWriter);

    private async Task FlushAsync(CancellationToken end)
    {
        _lastSent = time.GetTimestamp();
        await response.BodyWriter.FlushAsync(end);
    }
}
