using AgentMemory.Storage.Redis.Database;
using AgentMemory.Tasks;

namespace AgentMemory.Storage.Redis.Tasks;

/// <summary>A hash per lease, with its holder and its end.</summary>
internal sealed class RedisLeaseStore(RedisStore store) : ILeaseStore
{
    private static readonly string Acquire = StoreScripts.Read("lease-acquire");
    private static readonly string Release = StoreScripts.Read("lease-release");

    public async Task<bool> TryAcquireAsync(string name, string holder, TimeSpan duration, CancellationToken cancellationToken)
    {
        var now = store.Time.UtcNowMicroseconds();
        return (bool)await store.ChangeAsync(
            Acquire, [(string)KeyOf(name)!, holder, now.ToMicroseconds(), (now + duration).ToMicroseconds()], cancellationToken);
    }

    public Task ReleaseAsync(string name, string holder, CancellationToken cancellationToken) =>
        store.ChangeAsync(Release, [(string)KeyOf(name)!, holder], cancellationToken);

    private StackExchange.Redis.RedisKey KeyOf(string name) => store.Keys.Of("lease", name);
}
