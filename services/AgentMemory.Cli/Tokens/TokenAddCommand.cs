using System.CommandLine;
using AgentMemory.Tenancy;

namespace AgentMemory.Cli.Tokens;

internal static class TokenAddCommand
{
    private const int LongestDays = 36_500;

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
        var format = TokenCommand.FormatOption();
        var command = new Command("add", "Make a token and print it, once")
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
            if (parsed.GetValue(format) == OutputFormat.Json)
                TokenOutput.WriteJson(TokenOutput.Describe(issued));
            else
                WriteText(issued);
            return 0;
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
