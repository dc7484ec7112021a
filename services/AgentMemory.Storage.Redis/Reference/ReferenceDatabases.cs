using AgentMemory.Maintenance.Reference;
using AgentMemory.Storage.Redis.Database;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Reference;

internal sealed class ReferenceDatabases : IReferenceDatabases
{
    /// <summary>Long documents take their time, and an operator waits for all of them anyway.</summary>
    private const int TimeoutMilliseconds = 30_000;

    public async Task<IReferenceDatabase> OpenAsync(ReferenceSource source, CancellationToken cancellationToken)
    {
        var configuration = Read(source.Address);
        configuration.ClientName = "agent-memory-migration";
        configuration.AsyncTimeout = TimeoutMilliseconds;
        configuration.SyncTimeout = TimeoutMilliseconds;
        try
        {
            return new ReferenceDatabase(
                await ConnectionMultiplexer.ConnectAsync(configuration).WaitAsync(cancellationToken), source);
        }
        catch (Exception error) when (error is RedisException or RedisTimeoutException)
        {
            throw ReferenceFailure.Translate(error);
        }
    }

    private static ConfigurationOptions Read(string address)
    {
        try
        {
            return RedisAddress.Parse(address);
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            throw ReferenceFailure.BadAddress();
        }
    }
}
