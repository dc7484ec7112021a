namespace AgentMemory.Distributed.Tests.Load;

/// <summary>One client that works until the load ends, and knows what it was promised.</summary>
internal abstract class Writer(Client client, string user)
{
    /// <summary>Between two requests; the machine also runs the services.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public const string Namespace = "survival";

    protected Client Client => client;

    /// <summary>Of this writer alone.</summary>
    public string User => user;

    /// <summary>Messages that must have been extracted in the end, once each.</summary>
    public virtual IReadOnlyCollection<string> Messages => [];

    public async Task RunAsync()
    {
        while (!client.Stop.IsCancellationRequested)
        {
            await WorkAsync();
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    /// <summary>Compares what is stored with what was promised.</summary>
    public abstract Task AssertAsync(Client reader);

    protected abstract Task WorkAsync();

    protected string Session(string id) => $"/v1/working-memory/{id}?namespace={Namespace}&user_id={user}";
}
