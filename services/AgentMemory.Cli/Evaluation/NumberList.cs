using System.CommandLine;
using System.Globalization;

namespace AgentMemory.Cli.Evaluation;

/// <summary>Whole numbers, written with commas between them, each once.</summary>
internal sealed record NumberList(params IReadOnlyList<int> Numbers)
{
    public const string None = "none";

    /// <param name="orNone">Whether the list may be empty, which is said by a word.</param>
    public static Option<NumberList> Option(
        string name, string description, NumberList usual, int least, int most, bool orNone = false) => new(name)
        {
            Description = description,
            DefaultValueFactory = _ => usual,
            CustomParser = given =>
            {
                var list = Parse(given.Tokens[0].Value, least, most, orNone);
                if (list is null)
                    given.AddError($"{name}: use whole numbers from {least} to {most}{(orNone ? $", or {None}" : "")}");
                return list;
            },
        };

    /// <summary>As it is written; help shows it.</summary>
    public override string ToString() => Numbers.Count == 0 ? None : string.Join(',', Numbers);

    private static NumberList? Parse(string text, int least, int most, bool orNone)
    {
        if (orNone && text == None)
            return new([]);
        var numbers = new List<int>();
        foreach (var part in text.Split(','))
        {
            if (!int.TryParse(part, CultureInfo.InvariantCulture, out var number) || number < least || number > most)
                return null;
            if (!numbers.Contains(number))
                numbers.Add(number);
        }
        return new(numbers);
    }
}
