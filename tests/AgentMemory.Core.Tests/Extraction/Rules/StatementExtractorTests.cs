using System.Diagnostics;
using System.Text.Json;
using AgentMemory.Extraction;
using AgentMemory.Extraction.Rules;
using AgentMemory.LongTermMemory;
using AgentMemory.WorkingMemory;
using FsCheck;
using FsCheck.Fluent;

namespace AgentMemory.Tests.Extraction.Rules;

[Trait("Spec", "10.6")]
public sealed class StatementExtractorTests
{
    /// <summary>A Wednesday.</summary>
    private static readonly DateTimeOffset Said = new(2026, 3, 11, 15, 0, 0, TimeSpan.Zero);

    [Theory]
    [Trait("Trap", "T26")]
    [InlineData("I went to Bergen yesterday.", "2026-03-10", "User went to Bergen on 10 March 2026.")]
    [InlineData("I went to Bergen last Friday.", "2026-03-06", "User went to Bergen on 6 March 2026.")]
    [InlineData("I went to Bergen last Wednesday.", "2026-03-04", "User went to Bergen on 4 March 2026.")]
    [InlineData("On Monday I went to Bergen.", "2026-03-09", "User went to Bergen on 9 March 2026.")]
    [InlineData("I went to Bergen last week.", "2026-03-02", "User went to Bergen in the week of 2 March 2026.")]
    [InlineData("I went to Bergen last weekend.", "2026-03-07", "User went to Bergen on the weekend of 7 March 2026.")]
    [InlineData("I went to Bergen three days ago.", "2026-03-08", "User went to Bergen on 8 March 2026.")]
    [InlineData("I went to Bergen two months ago.", "2026-01-01", "User went to Bergen in January 2026.")]
    [InlineData("I went to Bergen last year.", "2025-01-01", "User went to Bergen in 2025.")]
    [InlineData("I went to Bergen in June.", "2025-06-01", "User went to Bergen in June 2025.")]
    [InlineData("I went to Bergen on 24 December.", "2025-12-24", "User went to Bergen on 24 December 2025.")]
    [InlineData("I went to Bergen on May 3rd, 2019.", "2019-05-03", "User went to Bergen on 3 May 2019.")]
    [InlineData("I went to Bergen last summer.", "2025-06-01", "User went to Bergen in the summer of 2025.")]
    [InlineData("I'm flying to Rome tomorrow.", "2026-03-12", "User is flying to Rome on 12 March 2026.")]
    [InlineData("I'm flying to Rome next Friday.", "2026-03-13", "User is flying to Rome on 13 March 2026.")]
    [InlineData("I'm flying to Rome in two weeks.", "2026-03-25", "User is flying to Rome around 25 March 2026.")]
    [InlineData("I'm flying to Rome in January.", "2027-01-01", "User is flying to Rome in January 2027.")]
    [InlineData("I'm flying to Rome next month.", "2026-04-01", "User is flying to Rome in April 2026.")]
    public void Relative_times_are_read_against_the_day_of_the_message(string text, string date, string expected)
    {
        var memory = Assert.Single(Extract(text));

        Assert.Equal(expected, memory.Text);
        Assert.Equal(DateTimeOffset.Parse(date + "T00:00:00Z", null), memory.EventDate);
        Assert.Equal(MemoryType.Episodic, memory.Type);
    }

    [Fact]
    [Trait("Trap", "T26")]
    public void The_day_of_a_message_is_its_day_in_UTC()
    {
        var lateAtNight = new DateTimeOffset(2026, 3, 10, 23, 30, 0, TimeSpan.FromHours(-5));

        var memory = Assert.Single(Extract("I went to Bergen yesterday.", at: lateAtNight));

        Assert.Equal("User went to Bergen on 10 March 2026.", memory.Text);
    }

    [Theory]
    [InlineData("I live in Oslo and work for the city council.", "User lives in Oslo.", "User works for the city council.")]
    [InlineData("My sister Emma loves her job at Statoil.", "User's sister Emma loves her job at Statoil.")]
    [InlineData("My wife and I bought a cabin in 2021.", "User's wife and User bought a cabin in 2021.")]
    [InlineData("I don't eat meat.", "User does not eat meat.")]
    [InlineData("I loved reading \"Momo\" as a kid.", "User loved reading \"Momo\" as a kid.")]
    [InlineData("I've been vegan since 2019!", "User has been vegan since 2019.")]
    public void Statements_are_retold_in_the_third_person(string text, params string[] expected) =>
        Assert.Equal(expected, Extract(text).Select(memory => memory.Text));

    [Fact]
    public void The_user_is_User_and_another_person_is_called_by_their_role()
    {
        Assert.Equal("User lives in Oslo.", Assert.Single(Extract("I live in Oslo.", "human")).Text);
        Assert.Equal("Caroline lives in Oslo.", Assert.Single(Extract("I live in Oslo.", "Caroline")).Text);
        Assert.Equal("User lives in Oslo.", Assert.Single(Extract("I live in Oslo.", "{\"id\": 7}")).Text);
    }

    [Theory]
    [InlineData("assistant", null)]
    [InlineData("tool", null)]
    [InlineData("system", null)]
    [InlineData("user", "recalled")]
    [InlineData("Caroline", "system")]
    public void Nothing_is_taken_from_what_no_person_says(string role, string? source)
    {
        var message = Message("I live in Oslo.", role) with
        {
            Metadata = source is null ? null : JsonSerializer.SerializeToElement(new { source }),
        };

        Assert.Empty(StatementExtractor.Extract([message]));
    }

    [Theory]
    [InlineData("I live in Oslo.", "home")]
    [InlineData("I moved to Oslo in 2020.", "home")]
    [InlineData("I work at Siemens.", "employer")]
    [InlineData("I'm a nurse.", "job")]
    [InlineData("My name is Priya.", "name")]
    [InlineData("My birthday is on 3 May.", "birthday")]
    [InlineData("I'm moving to Oslo next month.", null)]
    [InlineData("I used to live in Oslo.", null)]
    [InlineData("My sister lives in Oslo.", null)]
    [InlineData("I love Oslo.", null)]
    public void Only_what_is_true_now_and_single_valued_replaces_an_older_memory(string text, string? slot) =>
        Assert.Equal(slot, Assert.Single(Extract(text)).Slot);

    [Fact]
    public void Two_people_of_one_conversation_do_not_replace_each_others_attributes() =>
        Assert.NotEqual(
            Assert.Single(Extract("I live in Oslo.", "Owen")).Slot, Assert.Single(Extract("I live in Bergen.", "Nadia")).Slot);

    [Fact]
    public void Likes_are_tagged_as_preferences() =>
        Assert.Contains("preferences", Assert.Single(Extract("I love dark roast coffee.")).Topics);

    [Fact]
    public void A_birthday_has_no_year_and_is_no_event()
    {
        var memory = Assert.Single(Extract("My birthday is on May 3rd."));

        Assert.Equal("User's birthday is on 3 May.", memory.Text);
        Assert.Null(memory.EventDate);
        Assert.Equal(MemoryType.Semantic, memory.Type);
    }

    [Fact]
    public void The_same_statement_is_one_memory_and_a_message_makes_no_more_than_its_share()
    {
        Assert.Single(StatementExtractor.Extract([Message("I live in Oslo."), Message("i live in Oslo!") with { Id = "m2" }]));

        var chatter = string.Join(' ', Enumerable.Range(0, 50).Select(i => $"I love flavour{i} ice cream."));
        Assert.Equal(StatementExtractor.MaximumPerMessage, Extract(chatter).Count);
    }

    [Theory]
    [InlineData("I love a, ")]
    [InlineData("My sister lives in ")]
    [InlineData("```")]
    [InlineData("`")]
    [InlineData("\"")]
    [InlineData("and I and I ")]
    [InlineData("I went to A last B. ")]
    [InlineData("a")]
    [InlineData("🙄")]
    [InlineData("St. ")]
    [InlineData("http://")]
    public void A_hostile_message_of_a_megabyte_takes_well_under_a_second(string part)
    {
        var hostile = string.Concat(Enumerable.Repeat(part, 1_000_000 / part.Length));
        Extract("I live in Oslo.");
        var started = Stopwatch.GetTimestamp();

        var memories = Extract(hostile);

        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(0.5));
        Assert.True(memories.Count <= StatementExtractor.MaximumPerMessage);
        Assert.All(memories, memory => Assert.True(memory.Text.Length <= StatementExtractor.MaximumTextLength));
    }

    [Fact]
    public void Any_text_is_read_without_failing_and_always_alike() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>(),
        text =>
        {
            var message = $"My name is Al. I {text} I live in {text}";
            return Extract(message).Select(memory => memory.Text).SequenceEqual(Extract(message).Select(memory => memory.Text));
        }).QuickCheckThrowOnFailure();

    private static IReadOnlyList<ExtractedMemory> Extract(string text, string role = "user", DateTimeOffset? at = null) =>
        StatementExtractor.Extract([Message(text, role, at)]);

    private static MemoryMessage Message(string text, string role = "user", DateTimeOffset? at = null) =>
        new() { Id = "m1", Role = role, Content = text, CreatedAt = at ?? Said };
}
