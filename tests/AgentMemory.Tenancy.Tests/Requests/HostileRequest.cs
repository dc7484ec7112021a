namespace AgentMemory.Tenancy.Tests.Requests;

/// <summary>A request of a caller who knows other tenants' names and ids, and tries them everywhere.</summary>
/// <param name="Path">Names stand in it as places to fill (<see cref="Names"/>), and in the body.</param>
/// <param name="IfMatch"><see cref="LatestVersion"/> stands for the last ETag the caller got.</param>
internal sealed record HostileRequest(string Method, string Path, string? Body = null, string? IfMatch = null)
{
    public const string LatestVersion = "latest";

    public bool Reads =>
        Method == "GET" || Path.Contains("/search", StringComparison.Ordinal) || Path.Contains("prompt", StringComparison.Ordinal);
}
