using System.ComponentModel;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentMemory.Mcp.Clients.Tests.Conformance.Fixtures;

/// <summary>The tools that the conformance suite calls, by the names and answers it wants.</summary>
internal static class SuiteTools
{
    private const string SchemaOfEveryKeyword =
        """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "type": "object",
          "$defs": {
            "address": {
              "$anchor": "addressDef",
              "type": "object",
              "properties": { "street": { "type": "string" }, "city": { "type": "string" } }
            }
          },
          "properties": {
            "name": { "type": "string" },
            "address": { "$ref": "#/$defs/address" },
            "contactMethod": { "type": "string", "enum": ["phone", "email"] },
            "phone": { "type": "string" },
            "email": { "type": "string" }
          },
          "allOf": [{ "anyOf": [{ "required": ["phone"] }, { "required": ["email"] }] }],
          "if": { "properties": { "contactMethod": { "const": "phone" } }, "required": ["contactMethod"] },
          "then": { "required": ["phone"] },
          "else": { "required": ["email"] },
          "additionalProperties": false
        }
        """;

    public static McpServerPrimitiveCollection<McpServerTool> All =>
    [
        Tool("test_simple_text", () => "This is a simple text response for testing."),
        Tool("test_image_content", () => ImageContentBlock.FromBytes(Samples.Image, "image/png")),
        Tool("test_audio_content", () => AudioContentBlock.FromBytes(Samples.Audio, "audio/wav")),
        Tool("test_embedded_resource", () => Embedded("test://embedded-resource")),
        Tool("test_multiple_content_types", () => (ContentBlock[])
        [
            new TextContentBlock { Text = "Multiple content types test:" },
            ImageContentBlock.FromBytes(Samples.Image, "image/png"),
            Embedded("test://mixed-content-resource"),
        ]),
        Tool("test_error_handling", string () => throw new McpException("This tool intentionally returns an error for testing")),
        Tool("test_tool_with_progress", Progress),
        Tool("test_tool_with_logging", LogAsync),
        Tool("test_header_tool", ([McpHeader("Region"), Description("Where")] string region) => $"In {region}"),
        Tool("test_missing_capability", NeedsSampling),
        Tool("test_streaming_elicitation", () => "Nothing is asked"),
        Tool("test_logging_tool", () => "Nothing is logged"),
        WithSchema(Tool("json_schema_2020_12_tool", () => "Every keyword of the schema arrived"), SchemaOfEveryKeyword),
    ];

    private static McpServerTool Tool(string name, Delegate call) =>
        McpServerTool.Create(call, new() { Name = name, Description = $"What the suite wants of {name}" });

    private static McpServerTool WithSchema(McpServerTool tool, string schema)
    {
        tool.ProtocolTool.InputSchema = JsonElement.Parse(schema);
        return tool;
    }

    private static EmbeddedResourceBlock Embedded(string uri) => new()
    {
        Resource = new TextResourceContents { Uri = uri, MimeType = "text/plain", Text = "This is an embedded resource content." },
    };

    private static string Progress(IProgress<ProgressNotificationValue> progress)
    {
        foreach (var done in (int[])[0, 50, 100])
            progress.Report(new() { Progress = done, Total = 100 });
        return "Done";
    }

    // What the suite asks for here is what the newest revision deprecates.
#pragma warning disable MCP9005
    private static async Task<string> LogAsync(RequestContext<CallToolRequestParams> call, CancellationToken cancellationToken)
    {
        foreach (var text in (string[])["started", "working", "completed"])
        {
            var entry = new LoggingMessageNotificationParams
            {
                Level = LoggingLevel.Info,
                Data = JsonSerializer.SerializeToElement(text),
            };
            await call.Server.SendNotificationAsync(NotificationMethods.LoggingMessageNotification, entry, cancellationToken: cancellationToken);
        }
        return "Done";
    }

    private static string NeedsSampling(RequestContext<CallToolRequestParams> call) =>
        call.Server.ClientCapabilities?.Sampling is not null
            ? "The client offers sampling"
            : throw new MissingRequiredClientCapabilityException(new() { Sampling = new() }, "The client offers no sampling");
#pragma warning restore MCP9005
}
