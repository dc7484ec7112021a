using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AgentMemory.LongTermMemory;

/// <summary>
/// The identity of a memory's content (spec 10.9): SHA-256, in lower-case hex, of the JSON object
/// <c>{"memory_type": …, "namespace": …, "session_id": …, "text": …, "user_id": …}</c> with keys in that order,
/// separators <c>", "</c> and <c>": "</c>, and every character outside ASCII escaped as <c>\uXXXX</c>.
/// </summary>
public static class MemoryHash
{
    public static string Compute(MemoryRecord record)
    {
        var json = new StringBuilder(record.Text.Length + 128);
        Append(json, "{\"memory_type\": ", record.MemoryType.ToString().ToLowerInvariant());
        Append(json, ", \"namespace\": ", record.Owner.Namespace);
        Append(json, ", \"session_id\": ", record.SessionId);
        Append(json, ", \"text\": ", record.Text);
        Append(json, ", \"user_id\": ", record.Owner.UserId);
        json.Append('}');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(json.ToString())));
    }

    private static void Append(StringBuilder json, string prefix, string? value)
    {
        json.Append(prefix);
        if (value is null)
        {
            json.Append("null");
            return;
        }

        json.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                '\b' => json.Append("\\b"),
                '\f' => json.Append("\\f"),
                < ' ' or > '~' => json.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => json.Append(c),
            };
        }

        json.Append('"');
    }
}
