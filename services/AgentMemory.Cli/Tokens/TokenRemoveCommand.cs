using System.CommandLine;
using AgentMemory.Cli.Frame;

namespace AgentMemory.Cli.Tokens;

internal static class TokenRemoveCommand
{
    public static Command Create()
    {
        var selector = TokenCommand.SelectorArgument();
        var force = Confirmation.ForceOption();
        var format = new FormatOption();
        var command = new ToolCommand(
            "remove", "Remove a token: every server refuses it from the next request on",
            "Exit code 0 also when there is no such token: it lets nobody in.")
        {
            selector, force, format,
        };
        command.SetAction((parsed, cancellationToken) => TokenCommand.WithTokensAsync(async tokens =>
        {
            var asJson = format.IsJson(parsed);
            var selection = TokenSelection.Of(
                parsed.GetRequiredValue(selector), await tokens.ListAsync(cancellationToken));
            if (selection.Token is not { } token)
            {
                selection.WriteProblem(asJson);
                return selection.Matches.Count == 0 ? ExitCodes.Ok : ExitCodes.Failed;
            }
            var question = $"Remove token {token.PublicId} ({PlainText.Line(token.Description)})?";
            if (Confirmation.Refused(question, parsed.GetValue(force)) is { } refused)
                return refused;
            await tokens.RemoveAsync(token.PublicId, cancellationToken);
            if (asJson)
                JsonOutput.Write(new { Removed = token.PublicId });
            else
                Console.Out.WriteLine($"Removed token {token.PublicId}.");
            return ExitCodes.Ok;
        }));
        return command;
    }
}
