namespace AgentMemory.Extraction.Rules.Statements.Families;

/// <summary>Where people live, lived and move.</summary>
internal static class HomeRules
{
    public static readonly Rule[] All =
    [
        new("home.lives", "live|reside in|near|on|at|outside", Places.IsPlace) { OfKin = true, Slot = "home", Topics = ["home"] },
        new(
            "home.lives-with", "live alone|with|by",
            rest => rest.Tokens[rest.Start - 1].Lower == "alone" || rest.FirstWord == "my")
        {
            OfKin = true, Topics = ["home", "family"],
        },
        new("home.living", "be living|based in|near|outside", Places.IsPlace) { OfKin = true, Slot = "home", Topics = ["home"] },
        new("home.has-lived", "have lived|been living|based? in|near", Places.IsPlace)
        {
            OfKin = true, Slot = "home", Topics = ["home"],
        },
        new("home.used-to-live", "used to live in|near|on", Places.IsPlace) { OfKin = true, Topics = ["home"] },
        new("home.lived", "lived in|near|on", Places.IsPlace) { OfKin = true, Tense = Tense.Past, Topics = ["home"] },
        new("home.grew-up", "grew up in|on|near", Places.IsPlace) { OfKin = true, Tense = Tense.Past, Topics = ["origin"] },
        new("home.moved", "moved|relocated back? here? to", Places.IsPlace)
        {
            OfKin = true, Tense = Tense.Past, Slot = "home", Topics = ["home"],
        },
        new(
            "home.moved-within", "moved in|into|from|out",
            rest => rest.FirstWord is "with" or "of" or "a" or "our" or "my" or "an" || (!rest.IsEmpty
                && rest.First.IsCapitalised))
        {
            OfKin = true, Tense = Tense.Past, Topics = ["home"],
        },
        new("home.have-moved", "have moved|relocated to", Places.IsPlace)
        {
            OfKin = true, Tense = Tense.Past, Slot = "home", Topics = ["home"],
        },
        new("home.moving", "be moving|relocating to|into", Places.IsPlace)
        {
            OfKin = true, Tense = Tense.Future, Topics = ["home"],
        },
        new("home.will-move", "be going|planning to move|relocate to|into", Places.IsPlace)
        {
            OfKin = true, Tense = Tense.Future, Topics = ["home"],
        },
        new("home.hometown", "be", rest => rest.First.IsCapitalised) { OfAttributes = ["hometown"], Topics = ["origin"] },
    ];
}
