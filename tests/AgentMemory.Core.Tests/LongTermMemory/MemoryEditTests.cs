using AgentMemory.LongTermMemory;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.LongTermMemory;

[Trait("Spec", "10.11")]
public sealed class MemoryEditTests
{
    [Fact]
    public void An_edit_of_the_text_leaves_lists_and_everything_else_as_they_are()
    {
        var stored = Memory("m", ageDays: 3) with
        {
            Topics = ["home", "travel"],
            Entities = ["Oslo"],
            PersistedAt = Now,
            AccessCount = 7,
            Pinned = true,
            EventDate = Now,
        };

        var edited = new MemoryEdit { Text = "New" }.ApplyTo(stored, stored.Owner, Now);

        Assert.Equal(stored with { Text = "New", UpdatedAt = Now }, edited);
    }

    [Fact]
    public void An_edit_can_pin_alone()
    {
        var stored = Memory("m", ageDays: 3);

        Assert.Equal(stored with { Pinned = true, UpdatedAt = Now }, new MemoryEdit { Pinned = true }.ApplyTo(stored, stored.Owner, Now));
    }

    [Fact]
    public void An_edit_that_names_nothing_is_empty()
    {
        Assert.True(new MemoryEdit().IsEmpty);
        Assert.False(new MemoryEdit { Pinned = false }.IsEmpty);
    }
}
