using System.CommandLine;

namespace AgentMemory.Cli.Tokens;

internal static class TokenShowCommand
{
    public static Command Create()
    {
        var selector = TokenCommand.SelectorArgument();
        var format = TokenCommand.FormatOption();
        var command = new Command("show", "Show a token's details") { selector, format };
        command.SetAction((parsed, cancellationToken) => TokenCommand.WithTokensAsync(async tokens =>
        {
            var selection = TokenSelection.Of(
                parsed.GetRequiredValue(selector), await tokens.ListAsync(cancellationToken));
            var asJson = parsed.GetValue(format) == OutputFormat.Json;
            if (selection.Token is not { } token)
            {
                selection.WriteProblem(asJson);
                return 1;
            }
            if (asJson)
            {
                TokenOutput.WriteJson(TokenOutput.Describe(token, tokens.IsExpired(token)));
                return 0;
            }
            TokenOutput.WriteText(token);
            Console.Out.WriteLine($"Status:      {TokenOutput.Status(token, tokens.IsExpired(token))}");
            return 0;
        }));
        return command;
    }
}
