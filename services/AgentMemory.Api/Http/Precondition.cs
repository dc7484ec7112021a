using System.Globalization;
using AgentMemory.Errors;
using Microsoft.Extensions.Primitives;

namespace AgentMemory.Api.Http;

/// <summary>Reads <c>If-Match</c> and <c>If-None-Match</c> of a write.</summary>
internal static class Precondition
{
    /// <exception cref="InvalidRequestException">A header that is not understood: ignoring it would write unconditionally.</exception>
    public static WriteCondition Of(HttpRequest request)
    {
        var match = request.Headers.IfMatch;
        var noneMatch = request.Headers.IfNoneMatch;
        if (match.Count == 0 && noneMatch.Count == 0)
            return WriteCondition.None;
        if (match.Count > 0 && noneMatch.Count > 0)
            throw new InvalidRequestException("Send either If-Match or If-None-Match, not both");
        return match.Count > 0 ? Match(match) : NoneMatch(noneMatch);
    }

    private static WriteCondition Match(StringValues header)
    {
        var tag = header.ToString().Trim();
        if (tag == "*")
            return WriteCondition.MustExist;
        return tag is ['"', .. var version, '"']
            && long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? WriteCondition.Version(number)
            : throw new InvalidRequestException("If-Match must be * or the one ETag of an earlier answer, such as \"42\"");
    }

    private static WriteCondition NoneMatch(StringValues header) => header.ToString().Trim() == "*"
        ? WriteCondition.MustNotExist
        : throw new InvalidRequestException("If-None-Match of a write must be *");
}
