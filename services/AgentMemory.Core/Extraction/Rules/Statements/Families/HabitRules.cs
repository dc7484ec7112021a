using System.Collections.Frozen;

namespace AgentMemory.Extraction.Rules.Statements.Families;

/// <summary>What people do again and again.</summary>
internal static class HabitRules
{
    private static readonly FrozenSet<string> Passing = WordSet.Of(
        """
        thinking looking trying feeling wondering having getting waiting using working meaning wanting dealing struggling
        going keeping asking talking hoping dying doing debugging seeing being making dreaming learning
        """);

    /// <summary>Verbs of doing. "I always need", "I usually get an error" are no habits.</summary>
    private static readonly FrozenSet<string> Actions = WordSet.Of(
        """
        study teach volunteer run drive ride play eat drink cook bake paint draw write read sing dance swim hike jog cycle
        bike walk travel commute go wake train practice practise meditate pray exercise watch listen garden knit sew attend
        visit sleep ski surf climb skate camp fish sail journal blog get donate work host tutor call take meet spend buy
        """);

    private static readonly FrozenSet<string> Exercises = WordSet.Of(
        """
        yoga pilates karate judo taekwondo kickboxing boxing crossfit ballet gymnastics aikido jiu-jitsu zumba dances
        """);

    private static readonly FrozenSet<string> Vague = WordSet.Of("longer more less a lot bit hard harder well better great fine");

    private static readonly FrozenSet<string> Transitive = WordSet.Of(
        """
        go get take call meet spend watch visit attend host buy play listen ride drive
        """);

    /// <summary>What is done regularly when it "has been done", even without saying since when.</summary>
    private static readonly FrozenSet<string> Lasting = WordSet.Of(
        """
        running practicing practising playing painting volunteering teaching training swimming cooking baking dancing hiking
        gardening meditating journaling taking writing mentoring coaching tutoring sewing knitting sculpting
        cycling climbing rehearsing singing collecting
        """);

    public static readonly Rule[] All =
    [
        new("habit.plays", "play the|in|for?", IsPastime) { OfKin = true, Topics = ["hobbies"] },
        new(
            "habit.does", "do|be|have been? doing|trying?",
            rest => rest.Tokens[rest.Start - 1].Lower is "do" or "doing" or "trying"
                && rest.Words.Take(4).Any(token => Exercises.Contains(token.Lower)))
        {
            OfKin = true, Topics = ["hobbies", "fitness"],
        },
        new("habit.has-played", "have been playing|learning the?", IsPastime) { OfKin = true, Topics = ["hobbies"] },
        new("habit.learning", "be learning|playing the|to play? the?", IsPastime) { OfKin = true, Topics = ["hobbies"] },
        new("habit.frequent", "<often>", rest => !rest.IsEmpty && IsAction(rest.First) && rest.End - rest.Start >= 3)
        {
            OfKin = true, Topics = ["habits"],
        },
        new("habit.every", "<base>", rest => IsAction(rest.Tokens[rest.Start - 1]) && IsRepeated(rest))
        {
            OfKin = true, Topics = ["habits"],
        },
        new(
            "habit.since", "have been",
            rest => !rest.IsEmpty && Verbs.IsGerund(rest.FirstWord) && !Passing.Contains(rest.FirstWord) && Deeds.IsTelling(rest)
            && rest.Words.Skip(1).Any(token => !Vague.Contains(token.Lower))
            && (Lasting.Contains(rest.FirstWord) || rest.Times.Any(time => time.Start >= rest.Start
                && rest.Tokens[time.Start].Lower is "since" or "for"))) { OfKin = true, Topics = ["hobbies"] },
        new("habit.free-time", "<base>", rest => IsAction(rest.Tokens[rest.Start - 1]) && !rest.IsEmpty && InFreeTime(rest))
        {
            Topics = ["hobbies"],
        },
    ];

    private static bool IsAction(Token token) => Actions.Contains(token.Form);

    private static bool IsPastime(Complement rest) => rest.Words.Take(4).Any(token => Lexicon.Pastimes.Contains(token.Lower))
        && !rest.Mentions("game", "video", "song");

    private static bool IsRepeated(Complement rest)
    {
        // "I get an error every time" is none.
        if (rest.Mentions("time", "error", "errors") || rest.FirstWord is "")
            return false;
        // "We go a few times a week": where to?
        if (Transitive.Contains(rest.Tokens[rest.Start - 1].Form) && rest.FirstWord is "a" or "every" or "once" or "twice"
            or "each" or "daily" or "on" or "in" or "many" or "three")
            return false;
        return rest.Mentions("every", "daily", "weekly", "each", "mondays", "tuesdays", "wednesdays", "thursdays", "fridays",
            "saturdays", "sundays", "weekends",
                "mornings", "evenings", "nightly")
            || (rest.Mentions("once", "twice", "times") && rest.Mentions("week", "day", "month", "year"));
    }

    private static bool InFreeTime(Complement rest)
    {
        var lead = string.Join(' ', rest.Tokens.Take(rest.Subject.Start).Select(token => token.Lower));
        return (lead + " " + string.Join(' ', rest.Words.Select(token => token.Lower))).Contains("free time",
            StringComparison.Ordinal)
            || lead.Contains("spare time", StringComparison.Ordinal) || lead.Contains("weekends", StringComparison.Ordinal);
    }
}
