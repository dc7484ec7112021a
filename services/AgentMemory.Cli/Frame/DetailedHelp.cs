using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace AgentMemory.Cli.Frame;

/// <summary>The usual help, and then a command's details.</summary>
internal sealed class DetailedHelp(HelpAction usual, string rootDetails) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public static void AddTo(RootCommand root, string rootDetails)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new DetailedHelp((HelpAction)option.Action!, rootDetails);
    }

    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = usual.Invoke(parseResult);
        var details = parseResult.CommandResult.Command switch
        {
            RootCommand => rootDetails,
            ToolCommand command => command.Details,
            _ => null,
        };
        if (details is not null)
            parseResult.InvocationConfiguration.Output.WriteLine(details);
        return exitCode;
    }
}
