using System.Globalization;
using AgentMemory.Cli.Frame;
using AgentMemory.Tenancy;

namespace AgentMemory.Cli.Tokens;

/// <summary>How tokens are printed. <c>hash</c> is the look-up id: the start of the secret's SHA-256.</summary>
internal static class TokenOutput
{
    private const int ShownOfHash = 8;

    /// <summary>With the secret, for the one time it is known.</summary>
    public static object Describe(IssuedToken issued) => new
    {
        Token = issued.Secret,
        Id = issued.Token.PublicId,
        issued.Token.Description,
        CreatedAt = Time(issued.Token.CreatedAt),
        ExpiresAt = Time(issued.Token.ExpiresAt),
        Hash = issued.Token.LookupId,
        issued.Token.Namespaces,
        issued.Token.Users,
    };

    public static object Describe(AccessToken token, bool isExpired) => new
    {
        Hash = token.LookupId,
        Id = token.PublicId,
        token.Description,
        CreatedAt = Time(token.CreatedAt),
        ExpiresAt = Time(token.ExpiresAt),
        token.Namespaces,
        token.Users,
        Status = Status(token, isExpired),
    };

    public static void WriteText(AccessToken token)
    {
        Console.Out.WriteLine($"Id:          {token.PublicId}");
        Console.Out.WriteLine($"Hash:        {Masked(token)}");
        Console.Out.WriteLine($"Description: {PlainText.Line(token.Description)}");
        Console.Out.WriteLine($"Created:     {Time(token.CreatedAt)}");
        Console.Out.WriteLine($"Expires:     {Time(token.ExpiresAt) ?? "never"}");
        Console.Out.WriteLine($"Namespaces:  {(token.Namespaces is { } namespaces ? PlainText.Line(string.Join(", ", namespaces)) : "all")}");
        Console.Out.WriteLine($"Users:       {(token.Users is { } users ? PlainText.Line(string.Join(", ", users)) : "all")}");
    }

    /// <summary>Enough to recognise it.</summary>
    public static string Masked(AccessToken token) => $"{token.LookupId[..ShownOfHash]}...{token.LookupId[^ShownOfHash..]}";

    public static string Status(AccessToken token, bool isExpired) =>
        isExpired ? "EXPIRED" : token.ExpiresAt is null ? "Never Expires" : "Active";

    public static string? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
