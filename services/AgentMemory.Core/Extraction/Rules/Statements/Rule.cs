namespace AgentMemory.Extraction.Rules.Statements;

/// <summary>One kind of statement worth keeping: whom it is about, how it begins, and what may follow.</summary>
/// <param name="Name">Its family and what it finds, as in <c>home.lives</c>.</param>
internal sealed record Rule(string Name, string Words, Func<Complement, bool> Accepts)
{
    public Pattern Pattern { get; } = new(Words);

    /// <summary>The speaker, and those who act with them.</summary>
    public bool OfSelf { get; init; } = true;

    /// <summary>Family, friends, animals.</summary>
    public bool OfKin { get; init; }

    /// <summary>What belongs to the speaker.</summary>
    public bool OfThings { get; init; }

    /// <summary>When set, the rule is about these attributes ("my name") instead of people.</summary>
    public string[] OfAttributes { get; init; } = [];

    public Tense Tense { get; init; } = Tense.Present;

    /// <summary>Only with a time that could be read: what happened or will happen, not what is.</summary>
    public bool NeedsDate { get; init; }

    /// <summary>A day that returns every year, such as a birthday.</summary>
    public bool IsYearly { get; init; }

    /// <summary>Attribute of the speaker that a newer statement replaces.</summary>
    public string? Slot { get; init; }

    /// <summary>Said instead of the pattern's words.</summary>
    public string? Says { get; init; }

    public string[] Topics { get; init; } = [];

    public bool IsAbout(Subject subject) => subject.Kind switch
    {
        SubjectKind.Self or SubjectKind.Joint => OfSelf && OfAttributes.Length == 0,
        SubjectKind.Kin => OfKin && OfAttributes.Length == 0,
        SubjectKind.Thing => OfThings,
        _ => OfAttributes.Contains(subject.Noun) || OfAttributes.Contains(subject.Noun.Split(' ')[0] + " of"),
    };
}
