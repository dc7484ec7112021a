using AgentMemory.Storage.Conformance;
using AgentMemory.Storage.Conformance.Maintenance;

namespace AgentMemory.Storage.Redis.Tests;

public sealed class RedisStoreImportConformance : StoreImportConformance
{
    protected override Task<StoreFixture> OpenStoreAsync() => RedisStoreFixture.NewAsync(needsSearch: true);
}
