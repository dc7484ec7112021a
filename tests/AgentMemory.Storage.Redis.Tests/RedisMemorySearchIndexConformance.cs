using AgentMemory.Storage.Conformance;
using AgentMemory.Storage.Conformance.Search;

namespace AgentMemory.Storage.Redis.Tests;

public sealed class RedisMemorySearchIndexConformance : MemorySearchIndexConformance
{
    protected override Task<StoreFixture> OpenStoreAsync() => RedisStoreFixture.NewAsync(needsSearch: true);
}
