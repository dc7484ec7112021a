using AgentMemory.Wire.Requests;
using Microsoft.AspNetCore.Http.Features;

namespace AgentMemory.Api.Requests;

/// <summary>
/// Reads an id from the path. The server leaves <c>%2F</c> alone while it decodes everything else, so a route value that
/// contains it may stand for a slash or for the text <c>%2F</c>: only the request line knows.
/// </summary>
internal static class PathId
{
    public static string Read(HttpContext http, string name, Reading reading)
    {
        var id = (string)http.Request.RouteValues[name]!;
        if (id.Contains("%2F", StringComparison.OrdinalIgnoreCase))
            id = Decode(http, id);
        reading.Enter("path");
        reading.Enter(name);
        var input = Reading.AsJson(id);
        if (id.Contains('\0'))
            reading.Refuse("text must not contain the character U+0000", input);
        Identifier.Check(id, input, reading);
        reading.Leave();
        reading.Leave();
        return id;
    }

    private static string Decode(HttpContext http, string routeValue)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        foreach (var segment in target.Split('?', 2)[0].Split('/'))
        {
            if (Uri.UnescapeDataString(KeepSlashes(segment)) == routeValue)
                return Uri.UnescapeDataString(segment);
        }

        return Uri.UnescapeDataString(routeValue);
    }

    /// <summary>Escapes the escape of a slash, so that decoding yields what routing saw.</summary>
    private static string KeepSlashes(string segment) =>
        segment.Replace("%2F", "%252F", StringComparison.Ordinal).Replace("%2f", "%252f", StringComparison.Ordinal);
}
