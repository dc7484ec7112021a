using System.Text;

namespace AgentMemory.Hosting.Settings;

/// <summary>Reads <c>.env</c> files: <c>NAME=value</c> lines, quotes, comments, an optional <c>export</c>.</summary>
internal static class DotEnvFile
{
    /// <exception cref="FormatException">A line is not of that form; the message has its number but not its content.</exception>
    public static Dictionary<string, string?> Parse(TextReader reader)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            line = line.Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line.StartsWith("export ", StringComparison.Ordinal))
                line = line["export ".Length..];
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? "" : line[..equals].Trim();
            if (name.Length == 0 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-'))
                throw new FormatException($"line {number} is not NAME=value");
            values[name] = Unquote(line[(equals + 1)..].Trim(), number);
        }
        return values;
    }

    private static string Unquote(string value, int line)
    {
        if (value is not ['"' or '\'', ..])
        {
            var comment = value.IndexOf(" #", StringComparison.Ordinal);
            return comment < 0 ? value : value[..comment].TrimEnd();
        }

        var quote = value[0];
        var text = new StringBuilder();
        for (var position = 1; position < value.Length; position++)
        {
            var character = value[position];
            if (character == quote)
                return text.ToString();
            if (character == '\\' && quote == '"' && position + 1 < value.Length)
            {
                character = value[++position] switch
                {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    var other => other,
                };
            }
            text.Append(character);
        }
        throw new FormatException($"line {line} opens a quote and does not close it");
    }
}
