using AgentMemory.Lifecycle;

namespace AgentMemory.Tests.Lifecycle;

[Trait("Spec", "10.9")]
public sealed class TextIdentityTests
{
    [Theory]
    [InlineData("User likes coffee", "user likes Coffee.")]
    [InlineData("User has a dog", "User has the dog")]
    [InlineData("User  really likes (black) coffee!", "User likes \"black\" coffee")]
    public void Case_punctuation_and_empty_words_do_not_tell_texts_apart(string one, string other) =>
        Assert.True(TextIdentity.AreSame(one, other));

    [Theory]
    [InlineData("User likes coffee", "User does not like coffee")]
    [InlineData("User lives in Oslo", "User lived in Oslo")]
    [InlineData("Anna called Ben", "Ben called Anna")]
    [InlineData("User writes C", "User writes C#")]
    [InlineData("It was 5 degrees", "It was -5 degrees")]
    [InlineData("Version 3.5", "Version 35")]
    [InlineData("User eats before work", "User eats after work")]
    [InlineData("The", "A")]
    public void What_carries_meaning_does(string one, string other) => Assert.False(TextIdentity.AreSame(one, other));
}
