namespace AgentMemory.Tenancy.Tests.Requests;

/// <summary>What a caller's token is bound to, in places to fill; <see langword="null"/> leaves a part unbound.</summary>
internal sealed record Binding(string[]? Namespaces, string[]? Users)
{
    public static Binding[] All { get; } =
    [
        new(["~ours~"], null),
        new(["~ours~", "~ours2~"], null),
        new(null, ["~ann~"]),
        new(["~ours~"], ["~ann~"]),
        new(["~ours~", "~ours2~"], ["~ann~", "~ann2~"]),
    ];

    public bool Contains(string @namespace, string user) =>
        Namespaces?.Contains(@namespace) is not false && Users?.Contains(user) is not false;

    public override string ToString() => $"namespaces {Text(Namespaces)}, users {Text(Users)}";

    private static string Text(string[]? values) => values is null ? "all" : string.Join(' ', values);
}
