using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AgentMemory.ServiceDefaults.Requests;

/// <summary>
/// Reads a part of the path. The server leaves <c>%2F</c> alone while it decodes everything else, so a route value that
/// contains it may stand for a slash or for the text <c>%2F</c>: only the request line knows.
/// </summary>
public static class PathValue
{
    /// <param name="name">Of a route value that is there.</param>
    public static string Read(HttpContext http, string name)
    {
        var value = (string)http.Request.RouteValues[name]!;
        return value.Contains("%2F", StringComparison.OrdinalIgnoreCase) ? Decode(http, value) : value;
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
