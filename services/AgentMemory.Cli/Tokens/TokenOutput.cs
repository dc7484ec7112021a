using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentMemory.Tenancy;

namespace AgentMemory.Cli.Tokens;

/// <summary>How tokens are printed. <c>hash</c> is the look-up id: the start of the secret's SHA-256.</summary>
internal static class TokenOutput
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void WriteJson(object value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, Readable));

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
        Console.Out.WriteLine($"Description: {token.Description}");
        Console.Out.WriteLine($"Created:     {Time(token.CreatedAt)}");
        Console.Out.WriteLine($"Expires:     {Time(token.ExpiresAt) ?? "never"}");
        Console.Out.WriteLine($"Namespaces:  {(token.Namespaces is { } namespaces ? string.Join(", ", namespaces) : "all")}");
        Console.Out.WriteLine($"Users:       {(token.Users is { } users ? string.Join(", ", users) : "all")}");
    }

    public static string Status(AccessToken token, bool isExpired) =>
        isExpired ? "EXPIRED" : token.ExpiresAt is null ? "Never Expires" : "Active";

    public static string? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
