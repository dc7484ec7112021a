using System.Text;

namespace AgentMemory.Extraction.Rules.Statements;

/// <summary>Writes a statement as others would make it of the speaker: names for pronouns, absolute times, the verb's third
/// person.</summary>
internal sealed class ThirdPerson(string speaker, Statement statement, string message)
{
    private readonly IReadOnlyList<Token> _tokens = statement.Clause.Tokens;
    private readonly StringBuilder _text = new();

    public static string Write(string speaker, Statement statement, string message) =>
        new ThirdPerson(speaker, statement, message).Write();

    private string Write()
    {
        var clause = statement.Clause;
        if (statement.Rule.Says is { } says)
        {
            Word(speaker, " ");
            Word(says, " ");
            Append(statement.Start, statement.End);
            return Finished();
        }

        Append(clause.Subject.Start, clause.Subject.End);
        Predicate(clause.Verb, statement.End);
        foreach (var time in Early())
            Word(time.Text, " ");
        // "Yesterday I ran" is "ran yesterday".
        if (clause.Adverbial < clause.Subject.Start)
            Adverbial(clause.Adverbial, clause.Subject.Start);
        return Finished();
    }

    /// <summary>Times among the first words of the predicate go to its end: "just joined a gym".</summary>
    private IEnumerable<TimePhrase> Early() =>
        statement.Times.Where(time => time.Start >= statement.Clause.Verb && time.Start < statement.Start
            && time.Text.Length > 0);

    /// <summary>Words such as "in the meantime" place a sentence in its conversation and leave with it.</summary>
    private void Adverbial(int from, int to)
    {
        var isTime = statement.Times.Any(time => time.Start >= from && time.End <= to);
        if (isTime || !Enumerable.Range(from, to - from).Any(i => _tokens[i].Lower is "meantime" or "fact" or "addition"
            or "general" or "top" or "example"
            or "end" or "course" or "all" or "case" or "meanwhile" or "way" or "note"))
        {
            // It no longer begins the sentence.
            Append(from, from + 1, Search.StopWords.Contains(_tokens[from].Lower) ? _tokens[from].Lower : null);
            Append(from + 1, to);
        }
    }

    private string Finished()
    {
        _text.Replace(" can not ", " cannot ");
        var text = Balanced(_text.ToString().Trim(' ', ',', ';', ':', '/', '&'));
        return string.Concat(char.ToUpperInvariant(text[0]).ToString(), text.AsSpan(1), text.EndsWith('.') ? "" : ".");
    }

    private void Predicate(int from, int to)
    {
        var subject = statement.Clause.Subject;
        if (subject.Kind != SubjectKind.Self)
        {
            Append(from, to);
            return;
        }

        var inflects = true;
        var isInfinitive = false;
        for (var i = from; i < to; i++)
        {
            var lower = _tokens[i].Lower;
            isInfinitive |= lower == "to";
            if (_tokens[i].HasComma && i > from && !isInfinitive && statement.Rule.Tense == Tense.Present
                && _tokens[from].Form != "be" && _tokens[i].Lower is not "and")
                inflects = IsHabit && Verbs.IsBase(lower);
            if (inflects && (Verbs.IsBase(lower) || lower is "am" or "are" or "were") && !IsUnchanged(lower))
            {
                Append(i, i + 1, Verbs.ThirdPerson(lower));
                inflects = false;
            }
            else
            {
                Append(i, i + 1);
                inflects &= Lexicon.Adverbs.Contains(lower) || lower is "never";
            }

            // "I get up early and meditate for an hour".
            if (i > from && lower == "and" && IsHabit && _tokens[i].HasComma && i + 1 < to && Verbs.IsBase(_tokens[i + 1].Lower))
                inflects = true;
            if (i > from && lower == "and" && !isInfinitive && statement.Rule.Tense == Tense.Present && i + 2 < to
                && Verbs.IsBase(_tokens[i + 1].Lower)
                && _tokens[from].Form != "be" && _tokens[i + 2].Lower is "in" or "at" or "for" or "a" or "the" or "my"
                    or "to" or "with" or "on")
                inflects = true;
        }
    }

    /// <summary>Only there are words after a comma verbs: "watch films, hike" but "love films, dance".</summary>
    private bool IsHabit => statement.Rule.Name.StartsWith("habit.", StringComparison.Ordinal);

    /// <summary>"Quit" and "read" of a past rule are the past.</summary>
    private bool IsUnchanged(string verb) => statement.Rule.Tense == Tense.Past
        && verb is "quit" or "read" or "let" or "cut" or "put";

    /// <summary>Appends tokens, with times in absolute words; <paramref name="instead"/> replaces the word when there is
    /// one.</summary>
    private void Append(int from, int to, string? instead = null)
    {
        for (var i = from; i < to; i++)
        {
            var time = statement.Times.FirstOrDefault(time => i >= time.Start && i < time.End);
            if (time is not null && statement.Clause.Subject is var subject && (i < subject.Start || i >= subject.End))
            {
                if (i == time.Start && time.Text.Length > 0 && !Early().Contains(time))
                    Word(time.Text, " ");
                continue;
            }

            var token = _tokens[i];
            if (Lexicon.Fillers.Contains(token.Lower) || (token.Lower == "both" && i > 0 && _tokens[i - 1].Lower == "we"))
                continue;
            // "When I am", "a shelter I volunteer at".
            var isOwnVerb = i > statement.Clause.Verb && _tokens[i - 1].Lower is "i" or "we";
            Word(instead ?? (isOwnVerb ? Verbs.ThirdPerson(token.Text) : Named(token)), Gap(token));
            Closing(token);
        }
    }

    private string Named(Token token) => token.Lower switch
    {
        "i" or "me" or "we" or "us" => speaker,
        "my" or "our" or "mine" or "ours" => speaker + "'s",
        _ => token.Text,
    };

    private void Word(string word, string gap)
    {
        if (_text.Length > 0)
            _text.Append(gap);
        else if (gap.Contains('"', StringComparison.Ordinal))
            _text.Append('"');
        _text.Append(word);
    }

    /// <summary>A mark that belongs to the word before it, where nothing follows to carry it.</summary>
    private void Closing(Token token)
    {
        if (token.End < message.Length && message[token.End] is '"' or '”' or '%' && IsLast(token))
            _text.Append(message[token.End] == '”' ? '"' : message[token.End]);
    }

    private bool IsLast(Token token) => ReferenceEquals(_tokens[statement.End - 1], token);

    /// <summary>What stood between two words, without what belongs to chat.</summary>
    private static string Gap(Token token)
    {
        var kept = new StringBuilder();
        foreach (var c in token.Gap)
        {
            var plain = c is '“' or '”' ? '"' : c;
            // "St. Mary's": the dot of an abbreviation, for sentences end at others.
            if (plain == '.' && token.Gap == ". ")
                kept.Append('.');
            if (plain is ' ' && kept is not { Length: > 0 } || plain is ','
                or '"' or '/' or '%' or '$' or '€' or '£' or '&' or '+' or '\'' or ':' or '#' or '-')
                kept.Append(plain);
            else if (plain == ' ' && kept[^1] != ' ')
                kept.Append(' ');
        }

        return kept.Length == 0 ? " " : kept.ToString();
    }

    private static string Balanced(string text) =>
        text.Count(c => c == '"') % 2 == 0 ? text : text.Replace("\"", "", StringComparison.Ordinal);
}
