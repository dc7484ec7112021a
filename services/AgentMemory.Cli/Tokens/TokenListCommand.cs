using System.CommandLine;
using AgentMemory.Cli.Frame;
using AgentMemory.Tenancy;

namespace AgentMemory.Cli.Tokens;

internal static class TokenListCommand
{
    public static Command Create()
    {
        var format = new FormatOption();
        var command = new Command("list", "List all tokens, oldest first") { format };
        command.SetAction((parsed, cancellationToken) => TokenCommand.WithTokensAsync(async tokens =>
        {
            var all = await tokens.ListAsync(cancellationToken);
            if (format.IsJson(parsed))
                JsonOutput.Write(all.Select(token => TokenOutput.Describe(token, tokens.IsExpired(token))));
            else if (all.Count == 0)
                Console.Out.WriteLine("There are no tokens. Make one with `agent-memory token add -d <what for>`.");
            else
                WriteTable(all, tokens);
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static void WriteTable(IReadOnlyList<AccessToken> all, TokenService tokens)
    {
        const string Row = "{0,-10}{1,-21}{2,-15}{3,-22}{4,-22}{5}";
        Console.Out.WriteLine(Row, "ID", "HASH", "STATUS", "CREATED", "EXPIRES", "DESCRIPTION");
        foreach (var token in all)
        {
            Console.Out.WriteLine(
                Row, token.PublicId, TokenOutput.Masked(token), TokenOutput.Status(token, tokens.IsExpired(token)),
                TokenOutput.Time(token.CreatedAt), TokenOutput.Time(token.ExpiresAt) ?? "-", PlainText.Line(token.Description));
        }
    }
}
