using System.Globalization;
using System.Text;
using AgentMemory.Errors;
using AgentMemory.Wire.Requests;

namespace AgentMemory.Mcp.Failures;

/// <summary>
/// What a caller, usually a model, is told when a call fails. A refusal reads as its HTTP status and REST's own words,
/// <c>404: Memory with ID x not found</c>; a mistake in the arguments names each argument, what is wrong, and what was given.
/// </summary>
internal static class FailureText
{
    /// <summary>The call did not fail by the caller's doing, and its log has the rest.</summary>
    public const string Internal = "Internal error; the server's log says more. Trying again may help";

    private const int LongestInput = 120;

    /// <returns><see langword="null"/> for what nobody foresaw.</returns>
    public static string? Of(Exception failure) => failure switch
    {
        RequestValidationException invalid => Of(invalid.Errors),
        InvalidRequestException refusal => $"400: {refusal.Detail}",
        AccessDeniedException refusal => $"403: {refusal.Detail}",
        NotFoundException refusal => $"404: {refusal.Detail}",
        ConflictException refusal => $"409: {refusal.Detail}",
        VersionMismatchException refusal => $"412: {refusal.Detail}",
        StoreUnavailableException refusal => $"503: {refusal.Detail}; try again in {Seconds(refusal.RetryAfter)} seconds",
        StoreIncompatibleException refusal => $"503: {refusal.Detail}",
        _ => null,
    };

    private static string Of(IReadOnlyList<ValidationError> errors)
    {
        var text = new StringBuilder();
        foreach (var error in errors)
        {
            if (errors.Count > 1)
                text.Append('\n');
            Append(text, error);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, ValidationError error)
    {
        const string RuleBroken = "Value error, ";
        foreach (var part in error.Location)
        {
            if (part.Name is null)
                text.Append(CultureInfo.InvariantCulture, $"[{part.Index}]");
            else
                text.Append(text.Length == 0 || text[^1] == '\n' ? "" : ".").Append(part.Name);
        }

        if (error.Location.Count > 0)
            text.Append(": ");
        text.Append(error.Message.StartsWith(RuleBroken, StringComparison.Ordinal) ? error.Message[RuleBroken.Length..] : error.Message);
        if (error.Type == "missing" || error.Location.Count == 0)
            return;
        text.Append(" (got ").Append(error.Input.Length > LongestInput ? error.Input[..LongestInput] + "…" : error.Input).Append(')');
    }

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));
}
