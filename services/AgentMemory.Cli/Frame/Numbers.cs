using System.CommandLine;
using System.Globalization;

namespace AgentMemory.Cli.Frame;

/// <summary>Limits of options, refused with the option's name and what it takes.</summary>
internal static class Numbers
{
    public static T Between<T>(this T option, int least, int most)
        where T : Option
    {
        option.Validators.Add(given =>
        {
            if (given.Tokens is [var number] && !(int.TryParse(number.Value, out var value) && value >= least && value <= most))
                given.AddError($"{option.Name}: use a whole number from {least} to {most}");
        });
        return option;
    }

    public static Option<double?> From(this Option<double?> option, double least, double most)
    {
        option.CustomParser = given =>
        {
            if (double.TryParse(given.Tokens[0].Value, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
                return value;
            given.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name}: use a number from {least} to {most}"));
            return null;
        };
        return option;
    }
}
