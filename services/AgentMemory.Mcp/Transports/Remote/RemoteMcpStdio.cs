using System.Net.Http.Headers;
using AgentMemory.Mcp.Transports.Stdio;

namespace AgentMemory.Mcp.Transports.Remote;

/// <summary>
/// Lets a client that speaks stdio use a server elsewhere: each message of standard input is posted to the server's
/// <c>/mcp</c>, each answer written to standard output as it came. Protocol revisions pass through unchanged.
/// </summary>
public static class RemoteMcpStdio
{
    /// <summary>As the server's own limit, unless that was changed.</summary>
    private const int LongestMessage = 10 * 1024 * 1024;

    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Runs until standard input ends and everything is answered. What goes wrong is answered as a JSON-RPC error that says
    /// what to do; what has no one waiting for it is one line on standard error. The token is sent to that server alone.
    /// </summary>
    /// <param name="server">Such as <c>http://memory.example.com:9000</c>, with or without <c>/mcp</c>.</param>
    /// <param name="token">Made by <c>agent-memory token add</c>; <see langword="null"/> for a server without authentication.</param>
    /// <param name="namespace">Where calls go that name none.</param>
    /// <param name="userId">The user of calls that name none.</param>
    public static async Task RunAsync(
        Uri server, string? token, string? @namespace, string? userId, CancellationToken cancellationToken = default)
    {
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        await ServeAsync(server, token, @namespace, userId, input, output, Console.Error, cancellationToken);
    }

    internal static async Task ServeAsync(
        Uri server, string? token, string? @namespace, string? userId,
        Stream input, Stream output, TextWriter errors, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = ConnectLimit };
        using var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        if (token is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var writer = new LineWriter(output);
        var remote = new RemoteServer(http, Endpoint(server, @namespace, userId));
        await new Bridge(remote, new LineReader(input, LongestMessage), writer, errors).RunAsync(cancellationToken);
    }

    /// <summary>Where that server answers streamable HTTP for that namespace and user.</summary>
    public static Uri Endpoint(Uri server, string? @namespace, string? userId)
    {
        const string Path = "/mcp";
        var root = server.GetLeftPart(UriPartial.Path).TrimEnd('/');
        if (root.EndsWith(Path, StringComparison.Ordinal))
            root = root[..^Path.Length];
        if (@namespace is not null)
            root += "/" + Uri.EscapeDataString(@namespace);
        return new(root + Path + (userId is null ? "" : "?user_id=" + Uri.EscapeDataString(userId)));
    }
}
