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
    /// <summary>Any clause of the query, within an owner where one is known.</summary>
    public static string Any(TextQuery query, string? @namespace, string? userId)
    {
        var words = string.Join(" OR ", query.Phrases.Concat(query.Terms).Select(Quote));
        var expression = $"{{text}} : ({words})";
        if (userId is not null)
            expression = $"{{owner}} : {UserToken(userId)} AND {expression}";
        if (@namespace is not null)
            expression = $"{{owner}} : {NamespaceToken(@namespace)} AND {expression}";
        return expression;
    }

    public static string Phrase(string phrase) => "{text} : " + Quote(phrase);

    /// <summary>
    /// What the <c>owner</c> column of a record holds. The tokens are hashes, so they only narrow the candidates; the exact
    /// condition on the columns decides.
    /// </summary>
    public static string OwnerTokens(Owner owner) =>
        $"{NamespaceToken(owner.Namespace ?? "")} {UserToken(owner.UserId ?? "")}";

    private static string NamespaceToken(string value) => "n" + Hash(value);

    private static string UserToken(string value) => "u" + Hash(value);

    private static string Hash(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)), 0, 8);

    private static string Quote(string words) => "\"" + words.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
