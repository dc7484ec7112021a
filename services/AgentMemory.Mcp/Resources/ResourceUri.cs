using System.Text;

namespace AgentMemory.Mcp.Resources;

/// <summary>
/// <c>memory://sessions/{id}</c> and <c>memory://memories/{id}</c>, ids percent-encoded. <c>?namespace=</c> and
/// <c>&amp;user_id=</c> say whose, where the id alone would not.
/// </summary>
internal sealed record ResourceUri(string Collection, string Id, string? Namespace = null, string? UserId = null)
{
    public const string Sessions = "sessions";
    public const string Memories = "memories";

    private const string Scheme = "memory://";

    public static string Template(string collection, string id) => $"{Scheme}{collection}/{{{id}}}";

    public static ResourceUri? Parse(string uri)
    {
        if (!uri.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var (path, query) = uri[Scheme.Length..].Split('?', 2) is [var before, var after] ? (before, after) : (uri[Scheme.Length..], "");
        if (path.Split('/') is not [Sessions or Memories, { Length: > 0 }] parts)
            return null;
        return new ResourceUri(parts[0], Uri.UnescapeDataString(parts[1]), Value(query, "namespace"), Value(query, "user_id"));
    }

    public override string ToString()
    {
        var uri = new StringBuilder($"{Scheme}{Collection}/{Uri.EscapeDataString(Id)}");
        var separator = '?';
        foreach (var (name, value) in new[] { ("namespace", Namespace), ("user_id", UserId) })
        {
            if (value is null)
                continue;
            uri.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return uri.ToString();
    }

    private static string? Value(string query, string name)
    {
        foreach (var pair in query.Split('&'))
        {
            if (pair.StartsWith(name + "=", StringComparison.Ordinal) && pair.Length > name.Length + 1)
                return Uri.UnescapeDataString(pair[(name.Length + 1)..]);
        }

        return null;
    }
}
