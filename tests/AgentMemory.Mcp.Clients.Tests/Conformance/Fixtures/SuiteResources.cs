using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentMemory.Mcp.Clients.Tests.Conformance.Fixtures;

/// <summary>The resources that the conformance suite reads, by the addresses and contents it wants.</summary>
internal static class SuiteResources
{
    public static McpServerResourceCollection All =>
    [
        Resource("test://static-text", "text/plain", () => "This is the content of the static text resource."),
        Resource("test://static-binary", "image/png",
            () => BlobResourceContents.FromBytes(Samples.Image, "test://static-binary", "image/png")),
        Resource("test://template/{id}/data", "application/json",
            (string id) => $$"""{"id":"{{id}}","templateTest":true,"data":"Data for ID: {{id}}"}"""),
    ];

    private static McpServerResource Resource(string uri, string mimeType, Delegate read) =>
        McpServerResource.Create(read, new() { UriTemplate = uri, Name = uri, MimeType = mimeType, Description = $"What the suite reads at {uri}" });
}
