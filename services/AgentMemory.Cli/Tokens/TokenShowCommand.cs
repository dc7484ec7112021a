using System.CommandLine;
using AgentMemory.Cli.Frame;

namespace AgentMemory.Cli.Tokens;

internal static class TokenShowCommand
{
    public static Command Create()
    {
        var selector = TokenCommand.SelectorArgument();
        var format = new FormatOption();
        var command = new Command("show", "Show a token's details") { selector, format };
        command.SetAction((parsed, cancellationToken) => TokenCommand.WithTokensAsync(async tokens =>
        {
            var selection = TokenSelection.Of(
                parsed.GetRequiredValue(selector), await tokens.ListAsync(cancellationToken));
            var asJson = format.IsJson(parsed);
            if (selection.Token is not { } token)
            {
                selection.WriteProblem(asJson);
                return ExitCodes.Failed;
            }
            if (asJson)
            {
                JsonOutput.Write(TokenOutput.Describe(token, tokens.IsExpired(token)));
                return ExitCodes.Ok;
            }
            TokenOutput.WriteText(token);
            Console.Out.WriteLine($"Status:      {TokenOutput.Status(token, tokens.IsExpired(token))}");
            return ExitCodes.Ok;
        }));
        return command;
    }
}
