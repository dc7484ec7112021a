using System.Text.RegularExpressions;

namespace AgentMemory.Tests;

[Trait("Spec", "1.3")]
public sealed partial class UlidTests
{
    [Fact]
    public void Is_26_upper_case_Crockford_characters_of_which_the_first_is_at_most_7() =>
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.Matches(Shape(), Ulid.New()));

    [Fact]
    public void Increases_strictly_within_one_millisecond()
    {
        var sequence = new UlidSequence(new ManualTime(Records.Now));
        var ids = Enumerable.Range(0, 10_000).Select(_ => sequence.Next()).ToArray();

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void Increases_while_the_clock_runs_backwards()
    {
        var time = new ManualTime(Records.Now);
        var sequence = new UlidSequence(time);
        var before = sequence.Next();
        time.Now -= TimeSpan.FromHours(1);

        Assert.True(string.CompareOrdinal(sequence.Next(), before) > 0);
    }

    [Fact]
    public void Starts_with_the_milliseconds_of_its_creation()
    {
        // The ULID specification's own example: 1469918176385 is 01ARYZ6S41.
        var time = new ManualTime(DateTimeOffset.FromUnixTimeMilliseconds(1469918176385));

        Assert.StartsWith("01ARYZ6S41", new UlidSequence(time).Next(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_unique_among_threads()
    {
        var sequence = new UlidSequence(TimeProvider.System);
        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            _ => Task.Run(() => Enumerable.Range(0, 5000).Select(_ => sequence.Next()).ToArray())));

        Assert.Equal(40_000, ids.SelectMany(id => id).Distinct().Count());
    }

    [GeneratedRegex("^[0-7][0-9A-HJKMNP-TV-Z]{25}$")]
    private static partial Regex Shape();
}
