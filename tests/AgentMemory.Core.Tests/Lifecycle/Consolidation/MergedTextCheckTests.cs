using AgentMemory.Lifecycle;

namespace AgentMemory.Tests.Lifecycle;

[Trait("Spec", "10.9")]
[Trait("Trap", "T33")]
public sealed class MergedTextCheckTests
{
    private static readonly string[] Sources = ["User likes hiking with Maya.", "User went hiking in the Lake District 3 times."];

    [Theory]
    [InlineData("User likes hiking with Maya and went hiking in the Lake District 3 times.")]
    [InlineData("Currently, User likes hiking with MAYA.")]
    [InlineData("It was with Maya that User likes hiking.")]
    public void A_text_that_says_what_its_sources_say_is_accepted(string text) =>
        Assert.True(MergedTextCheck.IsFaithful(text, Sources));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("User likes hiking with Anna.")]
    [InlineData("Anna likes hiking with Maya.")]
    [InlineData("User went hiking 4 times.")]
    [InlineData("User likes hiking with Maya, since 2021.")]
    [InlineData("User likes hiking with Maya and went hiking in the lake district many times and is looking forward to going again")]
    public void Names_and_numbers_of_nobody_and_more_text_than_there_was_are_refused(string text) =>
        Assert.False(MergedTextCheck.IsFaithful(text, Sources));
}
