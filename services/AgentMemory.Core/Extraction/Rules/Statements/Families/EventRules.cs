using System.Collections.Frozen;

namespace AgentMemory.Extraction.Rules.Statements.Families;

/// <summary>What happened and what is planned, with the day.</summary>
internal static class EventRules
{
    /// <summary>What goes on, rather than what is to come.</summary>
    private static readonly FrozenSet<string> Undated = FrozenSet.ToFrozenSet(
        [
            "going", "thinking", "feeling", "trying", "looking", "dying", "wondering", "getting", "working", "hoping", "telling", "asking", "saying", "kidding", "doing",
            "loving", "learning", "living", "waiting", "sending", "writing", "talking", "using", "being", "enjoying", "struggling", "dealing", "freaking", "counting",
        ],
        StringComparer.Ordinal);

    private static readonly FrozenSet<string> Vague = FrozenSet.ToFrozenSet(
        ["got to", "got the", "got some", "got so", "came across", "made me", "got me", "had a", "came up", "got back", "found out", "did some", "did a", "got into", "took a", "came to"],
        StringComparer.Ordinal);

    private static readonly FrozenSet<string> Empty = FrozenSet.ToFrozenSet(
        [
            "time", "blast", "fun", "lot", "while", "bit", "chance", "mess", "moment", "idea", "people", "way", "day", "setback", "hell", "ton", "bunch", "realization", "question",
            "milestone", "challenge", "file", "code", "bug", "error", "server", "command", "stuff", "best", "thinking",
        ],
        StringComparer.Ordinal);

    public static readonly Rule[] All =
    [
        new("plan.going", "be flying|traveling|travelling|driving|going|heading to", rest => IsTelling(rest)) { OfKin = true, Tense = Tense.Future, NeedsDate = true, Topics = ["plans"] },
        new("plan.planning", "be planning|organizing|organising", rest => IsTelling(rest) && (rest.FirstWord is not "on" and not "to" || rest.HasDate)
            && (rest.HasDate || rest.Mentions("trip", "wedding", "party", "holiday", "vacation", "move"))) { OfKin = true, Tense = Tense.Future, Topics = ["plans"] },
        new("plan.doing", "be <ing>", rest => IsTelling(rest) && !Undated.Contains(rest.Tokens[rest.Start - 1].Lower)) { OfKin = true, Tense = Tense.Future, NeedsDate = true, Topics = ["plans"] },
        new("plan.will", "will <base>", rest => IsTelling(rest) && rest.Tokens[rest.Start - 1].Lower is not ("need" or "keep" or "know" or "see" or "like" or "want" or "support")) { OfKin = true, Tense = Tense.Future, NeedsDate = true, Topics = ["plans"] },
        new("plan.start", "start|leave", rest => true) { OfKin = true, Tense = Tense.Future, NeedsDate = true, Topics = ["plans"] },
        new("plan.appointment", "have got?", rest => rest.ObjectHas(Lexicon.Appointments)) { OfKin = true, Tense = Tense.Future, NeedsDate = true, Topics = ["plans"] },
        new("plan.booked", "booked|reserved|scheduled", rest => IsTelling(rest) && rest.HasDate) { Tense = Tense.Future, NeedsDate = true, Topics = ["plans"] },
        new("event.signed-up", "signed|have signed up for", IsTelling) { OfKin = true, Tense = Tense.Past, Topics = ["events"] },
        new("event.joined", "joined|won|passed|have joined|won|passed", rest => IsTelling(rest) && (rest.HasDate || rest.FirstWord is "a" or "an" or "my" or "the" or "first" or "second")
            && !rest.Mentions("call", "meeting", "conversation", "chat", "time")) { OfKin = true, Tense = Tense.Past, Topics = ["events"] },
        new("event.had", "had", rest => rest.ObjectHas(Lexicon.Appointments) || rest.Head is "picnic" or "barbecue" or "bbq" or "accident" or "housewarming")
        {
            OfKin = true, Tense = Tense.Past, NeedsDate = true, Topics = ["events"],
        },
        new("event.was", "was in|at|diagnosed|accepted|invited|elected|robbed|hospitalized", IsTelling) { OfKin = true, Tense = Tense.Past, NeedsDate = true, Topics = ["events"] },
        new("event.happened", "<past>", rest => IsTelling(rest) && !Vague.Contains(rest.Tokens[rest.Start - 1].Lower + " " + rest.FirstWord))
        {
            OfKin = true, Tense = Tense.Past, NeedsDate = true, Topics = ["events"],
        },
    ];

    /// <summary>Says what was done, with a word of its own.</summary>
    private static bool IsTelling(Complement rest) => rest.Object.Any(token => token.Lower.Length > 2 && !Search.StopWords.Contains(token.Lower))
            ? !Empty.Contains(rest.Head)
            : rest.Words.Any(token => token.Lower.Length > 3 && !Search.StopWords.Contains(token.Lower) && !InTime(rest, token));

    private static bool InTime(Complement rest, Token token) =>
        rest.Times.Any(time => Enumerable.Range(time.Start, time.Length).Any(index => ReferenceEquals(rest.Tokens[index], token)));
}
