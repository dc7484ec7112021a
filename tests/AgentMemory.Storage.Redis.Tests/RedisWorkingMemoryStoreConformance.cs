using AgentMemory.Storage.Conformance;
using AgentMemory.Storage.Conformance.WorkingMemory;

namespace AgentMemory.Storage.Redis.Tests;

public sealed class RedisWorkingMemoryStoreConformance : WorkingMemoryStoreConformance
{
    protected override Task<StoreFixture> OpenStoreAsync() => RedisStoreFixture.NewAsync(needsSearch: false);
}
