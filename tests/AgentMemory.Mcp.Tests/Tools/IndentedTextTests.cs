using System.Text;
using System.Text.Json;
using AgentMemory.Mcp.Tools;
using AgentMemory.Wire.Answers;

namespace AgentMemory.Mcp.Tests.Tools;

/// <summary>The text of an answer is the one a JSON writer that indents would have made.</summary>
public sealed class IndentedTextTests
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = WireContext.Encoder };

    private static readonly JsonWriterOptions Indented =
        new() { Encoder = WireContext.Encoder, Indented = true, IndentSize = 2, NewLine = "\n" };

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("-12.5e3")]
    [InlineData("\"\"")]
    [InlineData("""{"a":{},"b":[],"c":[{}],"d":[[]]}""")]
    [InlineData("""{"a":1,"b":[true,false,null,-0.5],"c":{"d":"e"}}""")]
    [InlineData("""["{","}","[","]",",",":"," ","\"","\\","\\\"","\"\\\"\\\\"]""")]
    [InlineData("""["\n\r\t\b\f\u0001\u007f\u2028\ue000","/ \/ \u002f",{"a \"key\" \\":1}]""")]
    [InlineData("""["æøå 東京 🫖 <b>&amp;'","\ud83e\uded6"]""")]
    public void Is_what_a_writer_indents(string json)
    {
        using var document = JsonDocument.Parse(json);
        using var text = new PooledBytes(16);
        text.Write("\""u8);
        IndentedText.Write(Written(document, Compact), text);
        text.Write("\""u8);

        Assert.Equal(Encoding.UTF8.GetString(Written(document, Indented)), JsonElement.Parse(text.Written).GetString());
    }

    [Fact]
    public void Is_so_at_every_depth_and_length()
    {
        var json = new StringBuilder();
        for (var depth = 0; depth < 60; depth++)
            json.Append("{\"").Append('k', depth).Append("\":[\"").Append('\\', 2 * depth).Append("\",");
        json.Append('0').Insert(json.Length, "]}", 60);

        using var document = JsonDocument.Parse(json.ToString(), new JsonDocumentOptions { MaxDepth = 200 });
        using var text = new PooledBytes(1);
        text.Write("\""u8);
        IndentedText.Write(Written(document, Compact), text);
        text.Write("\""u8);

        Assert.Equal(Encoding.UTF8.GetString(Written(document, Indented)), JsonElement.Parse(text.Written).GetString());
    }

    private static byte[] Written(JsonDocument document, JsonWriterOptions options)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, options with { MaxDepth = 200 }))
            document.WriteTo(writer);
        return stream.ToArray();
    }
}
