using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AgentMemory.ServiceDefaults.Authentication;

/// <summary>Whom a JWT stands for, and what it reaches. The JWT is valid.</summary>
internal static class JwtCaller
{
    private const string Roles = "roles";

    /// <summary>
    /// A claim that is configured to bind must be there and name something: a token without it would reach everything.
    /// </summary>
    public static CredentialVerdict Of(JsonWebToken token, string subject, OAuth2Settings settings)
    {
        using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        var said = payload.RootElement;
        if (!TryReadBinding(said, settings.NamespacesClaim, out var namespaces))
            return Unbound(settings.NamespacesClaim!);
        if (!TryReadBinding(said, settings.UsersClaim, out var users))
            return Unbound(settings.UsersClaim!);

        var id = PublicId(subject, namespaces, users);
        List<Claim> claims =
        [
            new(MemoryClaims.Subject, subject),
            .. token.Audiences.Select(audience => new Claim(MemoryClaims.Audience, audience)),
            .. Words(said, MemoryClaims.Scope, ' ').Select(scope => new Claim(MemoryClaims.Scope, scope)),
            .. Words(said, Roles, null).Select(role => new Claim(MemoryClaims.Role, role)),
        ];
        return CredentialVerdict.Accepted(MemoryClaims.ForCaller(claims, new TokenIdentity(id, namespaces, users)), id);
    }

    private static CredentialVerdict Unbound(string claim) =>
        CredentialVerdict.Refused($"Invalid JWT: its claim {claim} names nothing that it reaches");

    /// <returns>False when the claim is configured and does not name at least one id, and nothing but ids.</returns>
    private static bool TryReadBinding(JsonElement said, string? claim, out IReadOnlyList<string>? ids)
    {
        ids = null;
        if (claim is null)
            return true;
        var values = Values(said, claim);
        if (values.Count == 0 || values.Any(string.IsNullOrEmpty))
            return false;
        ids = [.. values.Select(value => value!).Distinct()];
        return true;
    }

    private static IEnumerable<string> Words(JsonElement said, string claim, char? separator) => Values(said, claim)
        .OfType<string>()
        .SelectMany(value => separator is { } character ? value.Split(character) : [value])
        .Where(word => word.Length > 0);

    /// <summary>A text is one value, a list is several; <see langword="null"/> stands for what is no text.</summary>
    private static List<string?> Values(JsonElement said, string claim) =>
        !said.TryGetProperty(claim, out var value) ? [] : value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()],
            JsonValueKind.Array => [.. value.EnumerateArray().Select(
                item => item.ValueKind == JsonValueKind.String ? item.GetString() : null)],
            _ => [null],
        };

    /// <summary>
    /// The same for a renewed token of the same caller, another once it reaches something else. A digest, since it is
    /// written to logs.
    /// </summary>
    private static string PublicId(string subject, IReadOnlyList<string>? namespaces, IReadOnlyList<string>? users)
    {
        var identity = JsonSerializer.SerializeToUtf8Bytes(new[] { [subject], Sorted(namespaces), Sorted(users) });
        return "jwt-" + Convert.ToHexStringLower(SHA256.HashData(identity).AsSpan(0, 16));
    }

    private static string[]? Sorted(IReadOnlyList<string>? ids) => ids is null ? null : [.. ids.Order(StringComparer.Ordinal)];
}
