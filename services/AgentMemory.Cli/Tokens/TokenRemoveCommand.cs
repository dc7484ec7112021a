using System.CommandLine;

namespace AgentMemory.Cli.Tokens;

internal static class TokenRemoveCommand
{
    public static Command Create()
    {
        var selector = TokenCommand.SelectorArgument();
        var force = new Option<bool>("--force", "-f") { Description = "Do not ask" };
        var command = new Command("remove", "Remove a token: every server refuses it from the next request on")
        {
            selector, force,
        };
        command.SetAction((parsed, cancellationToken) => TokenCommand.WithTokensAsync(async tokens =>
        {
            var selection = TokenSelection.Of(
                parsed.GetRequiredValue(selector), await tokens.ListAsync(cancellationToken));
            if (selection.Token is not { } token)
            {
                selection.WriteProblem(asJson: false);
                return selection.Matches.Count == 0 ? 0 : 1;
            }
            if (!parsed.GetValue(force) && !Confirm($"Remove token {token.PublicId} ({token.Description})? [y/N] "))
            {
                await Console.Error.WriteLineAsync("Not removed.");
                return 1;
            }
            await tokens.RemoveAsync(token.PublicId, cancellationToken);
            Console.Out.WriteLine($"Removed token {token.PublicId}.");
            return 0;
        }));
        return command;
    }

    private static bool Confirm(string question)
    {
        Console.Error.Write(question);
        return Console.In.ReadLine()?.Trim().ToLowerInvariant() is "y" or "yes";
    }
}
