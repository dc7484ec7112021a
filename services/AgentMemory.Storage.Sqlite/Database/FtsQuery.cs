using System.Security.Cryptography;
using System.Text;
using AgentMemory.Search;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Database;

/// <summary>
/// FTS5 query expressions. Every word of the caller is a quoted string, in which FTS5 knows no operators.
/// </summary>
internal static class FtsQuery
{
    /// <summary>Any clause of the query, within an owner where a token is given.</summary>
    public static string Any(TextQuery query, string? ownerToken)
    {
        var words = string.Join(" OR ", query.Phrases.Concat(query.Terms).Select(Quote));
        return ownerToken is null ? $"{{text}} : ({words})" : $"{{owner}} : {ownerToken} AND {{text}} : ({words})";
    }

    public static string Phrase(string phrase) => "{text} : " + Quote(phrase);

    /// <summary>
    /// What the <c>owner</c> column of a record holds. The tokens are hashes, so they only narrow the candidates; the exact
    /// condition on the columns decides.
    /// </summary>
    public static string OwnerTokens(Owner owner) =>
        $"{NamespaceToken(owner.Namespace ?? "")} {UserToken(owner.UserId ?? "")}";

    public static string NamespaceToken(string value) => "n" + Hash(value);

    public static string UserToken(string value) => "u" + Hash(value);

    private static string Hash(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)), 0, 8);

    /// <remarks>FTS5 reads its expression up to the first NUL; in a word that is a separator like any other.</remarks>
    private static string Quote(string words) =>
        "\"" + words.Replace('\0', ' ').Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
