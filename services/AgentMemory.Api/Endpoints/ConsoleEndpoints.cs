using AgentMemory.Api.Description;

namespace AgentMemory.Api.Endpoints;

/// <summary>
/// The console: a page that shows what the server remembers. Its files are open to anybody and hold nothing; what it shows it asks
/// of the API like any client, with the token it was given.
/// </summary>
internal static class ConsoleEndpoints
{
    private const string Folder = "console/";

    public static void MapConsole(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/console", Folder + "index.html");
        foreach (var file in EmbeddedFile.NamesIn(Folder))
        {
            if (!file.EndsWith("/index.html", StringComparison.Ordinal))
                routes.MapPage("/" + file, file);
        }
    }
}
