using System.ComponentModel;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentMemory.Mcp.Clients.Tests.Conformance.Fixtures;

/// <summary>The prompts that the conformance suite gets, by the names and answers it wants.</summary>
internal static class SuitePrompts
{
    public static McpServerPrimitiveCollection<McpServerPrompt> All =>
    [
        Prompt("test_simple_prompt", () => "This is a simple prompt for testing."),
        Prompt("test_prompt_with_arguments",
            ([Description("First")] string arg1, [Description("Second")] string arg2) =>
                $"Prompt with arguments: arg1='{arg1}', arg2='{arg2}'"),
        Prompt("test_prompt_with_embedded_resource", ([Description("What to embed")] string resourceUri) => (PromptMessage[])
        [
            Message(new EmbeddedResourceBlock
            {
                Resource = new TextResourceContents
                {
                    Uri = resourceUri, MimeType = "text/plain", Text = "Embedded resource content for testing.",
                },
            }),
            Message(new TextContentBlock { Text = "Please process the embedded resource above." }),
        ]),
        Prompt("test_prompt_with_image", () => (PromptMessage[])
        [
            Message(ImageContentBlock.FromBytes(Samples.Image, "image/png")),
            Message(new TextContentBlock { Text = "Please analyze the image above." }),
        ]),
    ];

    private static McpServerPrompt Prompt(string name, Delegate get) =>
        McpServerPrompt.Create(get, new() { Name = name, Description = $"What the suite wants of {name}" });

    private static PromptMessage Message(ContentBlock content) => new() { Role = Role.User, Content = content };
}
