using AgentMemory.Storage.Conformance;
using AgentMemory.Storage.Conformance.LongTermMemory;

namespace AgentMemory.Storage.Redis.Tests;

public sealed class RedisLongTermMemoryStoreConformance : LongTermMemoryStoreConformance
{
    protected override Task<StoreFixture> OpenStoreAsync() => RedisStoreFixture.NewAsync(needsSearch: true);
}
