using System.CommandLine;
using AgentMemory.Tenancy;

namespace AgentMemory.Cli.Deleting;

/// <summary><c>-n</c> and <c>-u</c>: whose. Left out they narrow nothing; an empty one means those that have none.</summary>
internal sealed class OwnerOptions
{
    private readonly Option<string?> _namespace = new("--namespace", "-n") { Description = "Only of this namespace; \"\" for none" };
    private readonly Option<string?> _user = new("--user-id", "-u") { Description = "Only of this user; \"\" for none" };

    public void AddTo(Command command)
    {
        command.Add(_namespace);
        command.Add(_user);
    }

    public string? Namespace(ParseResult parsed) => parsed.GetValue(_namespace);

    public string? User(ParseResult parsed) => parsed.GetValue(_user);

    public bool Admits(ParseResult parsed, Owner owner) =>
        Admits(Namespace(parsed), owner.Namespace) && Admits(User(parsed), owner.UserId);

    /// <summary>For people.</summary>
    public static string Describe(Owner owner) => owner switch
    {
        { Namespace: null, UserId: null } => "no namespace, no user",
        { UserId: null } => $"namespace {owner.Namespace}, no user",
        { Namespace: null } => $"no namespace, user {owner.UserId}",
        _ => $"namespace {owner.Namespace}, user {owner.UserId}",
    };

    private static bool Admits(string? wanted, string? actual) => wanted is null || wanted == (actual ?? "");
}
