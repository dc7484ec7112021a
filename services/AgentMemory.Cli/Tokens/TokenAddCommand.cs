using System.CommandLine;
using AgentMemory.Cli.Frame;
using AgentMemory.Tenancy;

namespace AgentMemory.Cli.Tokens;

internal static class TokenAddCommand
{
    private const int LongestDays = 36_500;

    private const string Details =
        """
        A token bound to namespaces or users reaches nothing else; an unbound one reaches everything.

        Examples:
          agent-memory token add -d laptop
          agent-memory token add -d "support app" -n support -e 90 --format json
        """;

    public static Command Create()
    {
        var description = new Option<string>("--description", "-d") { Description = "What the token is for", Required = true };
        var expires = new Option<int?>("--expires-days", "-e") { Description = "Days until it expires; never by default" };
        expires.Validators.Add(given =>
        {
            if (given.Tokens is not [var days] || !int.TryParse(days.Value, out var value) || value is < 1 or > LongestDays)
                given.AddError($"--expires-days: use a whole number from 1 to {LongestDays}");
        });
        var namespaces = new Option<string[]>("--namespace", "-n") { Description = "A namespace it is bound to; repeatable" };
        var users = new Option<string[]>("--user", "-u") { Description = "A user it is bound to; repeatable" };
        var secret = new Option<string?>("--token")
        {
            Description = $"Use this secret, at least {TokenService.MinimumSecretLength} characters; one is made by default",
        };
        var format = new FormatOption();
        var command = new ToolCommand("add", "Make a token and print it, once", Details)
        {
            description, expires, namespaces, users, secret, format,
        };
        command.SetAction((parsed, cancellationToken) => TokenCommand.WithTokensAsync(async tokens =>
        {
            var issued = await tokens.CreateAsync(
                new()
                {
                    Description = parsed.GetRequiredValue(description),
                    Lifetime = parsed.GetValue(expires) is { } days ? TimeSpan.FromDays(days) : null,
                    Namespaces = parsed.GetValue(namespaces),
                    Users = parsed.GetValue(users),
                    Secret = parsed.GetValue(secret),
                },
                cancellationToken);
            if (format.IsJson(parsed))
                JsonOutput.Write(TokenOutput.Describe(issued));
            else
                WriteText(issued);
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static void WriteText(IssuedToken issued)
    {
        Console.Out.WriteLine($"Token:       {issued.Secret}");
        TokenOutput.WriteText(issued.Token);
        Console.Out.WriteLine();
        Console.Out.WriteLine("Keep the token now: it is not stored and cannot be shown again.");
        Console.Out.WriteLine("Send it as `Authorization: Bearer <token>` to a server that runs with AUTH_MODE=token.");
    }
}
