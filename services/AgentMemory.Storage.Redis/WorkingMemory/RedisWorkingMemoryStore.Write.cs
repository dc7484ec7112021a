using AgentMemory.Errors;
using AgentMemory.Events;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.WorkingMemory;

internal sealed partial class RedisWorkingMemoryStore
{
    /// <summary>Sessions purged at once.</summary>
    private const int PurgedAtOnce = 16;

    /// <summary>Ended sessions looked at in one script.</summary>
    private const int ForgottenAtOnce = 500;

    private static readonly string ForgetScript = StoreScripts.Read("session-forget");

    public async ValueTask<bool> DeleteAsync(
        AccessScope scope, SessionLookup lookup, WriteCondition condition, CancellationToken cancellationToken) =>
        await _store.WriteAsync(
            Keys.Part(lookup.ExactKey.Owner, lookup.SessionId),
            async batch =>
            {
                var exact = Exact(scope, lookup);
                var (count, key, revision, version) = await _reader.FindHeadAsync(
                    batch.Database, exact, lookup.SessionId, new OwnerSet(scope, lookup.Namespace, lookup.UserId));
                if (count > 1)
                {
                    throw new ConflictException(
                        $"Several sessions have the id {lookup.SessionId}; nothing was deleted. "
                        + "Add `namespace` and `user_id` to say which one");
                }

                condition.Demand(count == 1 ? version : null, "Session " + lookup.SessionId);
                if (count == 1)
                    SessionUnit.Delete(batch, key, revision);
                else if (exact is { } absent)
                    SessionUnit.Forget(batch, absent);
                return count == 1;
            },
            cancellationToken);

    public async ValueTask StampPromotedAsync(
        AccessScope scope, SessionKey key, PromotionStamp stamp, CancellationToken cancellationToken)
    {
        scope.Demand(key.Owner, "session");
        var items = new PromotedItems(stamp);
        await WriteAsync(
            key,
            async (unit, batch) =>
            {
                if (await unit.FindLiveAsync([]) is not { } stored)
                    return false;
                unit.Stamp(
                    stored, items.Stamp,
                    stamp.Memories.Count == 0 ? null : session => StoredJson.Write([.. session.Memories.Select(items.Stamp)]));
                batch.Log(EventKinds.SessionPromoted, key.Owner, key.SessionId);
                return true;
            },
            cancellationToken);
    }

    public async ValueTask<int> PurgeExpiredAsync(int limit, CancellationToken cancellationToken)
    {
        var expired = await _store.ReadAsync(
            database => database.SortedSetRangeByScoreAsync(
                _store.Keys.Of(SessionIndex.Expiry), double.NegativeInfinity, _store.NowMicroseconds, take: limit),
            cancellationToken);
        var purged = 0;
        foreach (var members in expired.Chunk(PurgedAtOnce))
        {
            var outcomes = await Task.WhenAll(members.Select(member => PurgeAsync((string)member!, cancellationToken)));
            purged += outcomes.Count(outcome => outcome);
        }

        await ForgetEndedAsync(cancellationToken);
        return purged;
    }

    /// <returns>False when the session was written or removed meanwhile.</returns>
    private async Task<bool> PurgeAsync(string member, CancellationToken cancellationToken)
    {
        var (owner, id) = Keys.ReadPart(member);
        return await WriteAsync(
            new SessionKey(owner, id),
            async (unit, _) =>
            {
                await unit.FindLiveHeadAsync([]);
                return unit.HasExpired;
            },
            cancellationToken);
    }

    private async Task ForgetEndedAsync(CancellationToken cancellationToken)
    {
        for (int looked = ForgottenAtOnce, kept = 0; looked == ForgottenAtOnce;)
        {
            var reply = (RedisResult[])(await _store.ChangeAsync(
                ForgetScript, [_store.NowMicroseconds, kept, ForgottenAtOnce], cancellationToken))!;
            looked = (int)reply[0];
            kept += looked - (int)reply[1];
        }
    }
}
