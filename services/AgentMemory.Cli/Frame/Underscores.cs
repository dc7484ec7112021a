using System.CommandLine;

namespace AgentMemory.Cli.Frame;

/// <summary>
/// Names may be spelled with underscores, as documents of the reference server do. Only names change: no value does, and
/// nothing after <c>--</c>.
/// </summary>
internal static class Underscores
{
    public static string[] ToDashes(RootCommand root, string[] arguments)
    {
        var spelled = arguments.ToArray();
        Command command = root;
        var isName = true;
        for (var i = 0; i < spelled.Length && spelled[i] != "--"; i++)
        {
            var argument = spelled[i];
            if (argument.StartsWith("--", StringComparison.Ordinal))
            {
                var end = argument.IndexOfAny(['=', ':']);
                var name = Dashed(end < 0 ? argument : argument[..end]);
                if (command.Options.Any(option => option.Name == name))
                    spelled[i] = end < 0 ? name : name + argument[end..];
            }
            else if (isName && command.Subcommands.FirstOrDefault(known => known.Name == Dashed(argument)) is { } named)
            {
                spelled[i] = named.Name;
                command = named;
            }
            else
            {
                isName = argument.StartsWith('[') || argument.StartsWith('-');
            }
        }
        return spelled;
    }

    private static string Dashed(string name) => name.Replace('_', '-');
}
