namespace AgentMemory.Mcp.Tools;

/// <summary>
/// Makes of an answer's JSON the text it also is: the same indented by two spaces, as it stands between the quotes of a JSON
/// string. One walk over bytes that were escaped when they were written, so only quotes, backslashes and new lines need it here.
/// </summary>
internal static class IndentedText
{
    private const int Indent = 2;

    /// <param name="json">Valid, and without white space between its tokens.</param>
    public static void Write(ReadOnlySpan<byte> json, PooledBytes output)
    {
        var depth = 0;
        while (!json.IsEmpty)
        {
            var length = 1;
            switch (json[0])
            {
                case (byte)'"':
                    length = WriteString(json, output);
                    break;
                case (byte)'{' or (byte)'[' when json[1] is (byte)'}' or (byte)']':
                    length = 2;
                    output.Write(json[..2]);
                    break;
                case (byte)'{' or (byte)'[':
                    output.Write(json[..1]);
                    WriteLineEnd(++depth, output);
                    break;
                case (byte)'}' or (byte)']':
                    WriteLineEnd(--depth, output);
                    output.Write(json[..1]);
                    break;
                case (byte)',':
                    output.Write(json[..1]);
                    WriteLineEnd(depth, output);
                    break;
                case (byte)':':
                    output.Write(": "u8);
                    break;
                default:
                    length = json.IndexOfAny((byte)',', (byte)'}', (byte)']') is var end and >= 0 ? end : json.Length;
                    output.Write(json[..length]);
                    break;
            }

            json = json[length..];
        }
    }

    /// <returns>How long the string is in <paramref name="json"/>, its quotes included.</returns>
    private static int WriteString(ReadOnlySpan<byte> json, PooledBytes output)
    {
        output.Write("\\\""u8);
        var at = 1;
        while (true)
        {
            var run = json[at..].IndexOfAny((byte)'"', (byte)'\\');
            output.Write(json.Slice(at, run));
            at += run;
            if (json[at] == '"')
                break;

            // An escape: its backslash is escaped, and so is what follows it if that is a quote or a backslash.
            output.Write(json[at + 1] is (byte)'"' or (byte)'\\' ? "\\\\\\"u8 : "\\\\"u8);
            output.Write(json.Slice(at + 1, 1));
            at += 2;
        }

        output.Write("\\\""u8);
        return at + 1;
    }

    private static void WriteLineEnd(int depth, PooledBytes output)
    {
        var spaces = Indent * depth;
        var line = output.GetSpan(2 + spaces);
        line[0] = (byte)'\\';
        line[1] = (byte)'n';
        line.Slice(2, spaces).Fill((byte)' ');
        output.Advance(2 + spaces);
    }
}
