using AgentMemory.LongTermMemory;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.LongTermMemory;

[Trait("Spec", "16")]
public sealed class MemoryHashTests
{
    [Fact]
    public void Is_the_references_hash_of_a_plain_memory() => Assert.Equal(
        "b61d3fb7079878b6dfb5f12d2d53c63cb70df3d9c9629dff41ba9cf35d68396c",
        MemoryHash.Compute(Memory("any", "User prefers dark mode") with { UserId = "u1", Namespace = "ns" }));

    [Fact]
    public void Is_the_references_hash_of_a_text_outside_ASCII() => Assert.Equal(
        "9a72e79e6675205adae56c68904dc89ff4090625d9a47c062a538719b7ec6b30",
        MemoryHash.Compute(Memory("any", "Café — “naïve” 😀") with { MemoryType = MemoryType.Episodic }));

    [Fact]
    [Trait("Trap", "T59")]
    public void Changes_with_every_part_of_the_identity()
    {
        var memory = Memory("any") with { Namespace = "n", UserId = "u", SessionId = "s" };
        MemoryRecord[] others =
        [
            memory, memory with { Text = "Another" }, memory with { Namespace = "m" }, memory with { UserId = "v" },
            memory with { SessionId = null }, memory with { MemoryType = MemoryType.Message },
        ];

        Assert.Equal(others.Length, others.Select(MemoryHash.Compute).Distinct().Count());
    }
}
