using System.Text.Json;
using AgentMemory.AppHost.Tests.Processes;

namespace AgentMemory.AppHost.Tests.Crash;

/// <summary>One client that writes until the server is gone, and knows what it was promised.</summary>
internal abstract class CrashWriter
{
    public int Acknowledged { get; private set; }

    /// <param name="begun">Told when the first write is acknowledged.</param>
    public async Task RunAsync(HttpClient client, TaskCompletionSource begun)
    {
        while (true)
        {
            try
            {
                await WriteNextAsync(client);
                Acknowledged++;
                begun.TrySetResult();
            }
            catch (HttpRequestException)
            {
                return; // The server was killed. Whether it stored this write is its own affair: nobody was told.
            }
        }
    }

    /// <summary>What of this writer is in the sessions, checked against what was promised.</summary>
    /// <returns>The ids of the long-term memories that must come of it.</returns>
    public abstract Task<IReadOnlyList<string>> AssertSessionsAsync(HttpClient client);

    /// <summary>Ids of long-term memories that were promised outright.</summary>
    public virtual IReadOnlyList<string> PromisedMemories => [];

    /// <summary>Groups of long-term memories of which all or none may be there: one per request.</summary>
    public virtual IReadOnlyList<string[]> Together => [];

    /// <summary>Sends one write and notes what it promises once it is acknowledged.</summary>
    protected abstract Task WriteNextAsync(HttpClient client);

    protected static object Message(string id) => new { id, role = "user", content = $"message {id}" };

    protected static object Memory(string id) => new { id, text = $"memory {id}" };

    protected static string[] Ids(JsonElement session, string list) => Sending.Ids(session.GetProperty(list));
}
