namespace AgentMemory.Tenancy.Tests.Requests;

/// <summary>
/// The names of one case, different from those of every other case, so that cases can share a server. Requests and data
/// are written with places such as <c>~ours~</c> for them.
/// </summary>
internal sealed class Names
{
    /// <summary>Stands in everything that belongs to others, and in no request: whoever is answered with it sees too much.</summary>
    public const string Secret = "~secret~";

    private static readonly string[] Places = ["ours", "ours2", "theirs", "ann", "ann2", "bob", "only", "probe", "mine", "secret"];

    private readonly string _suffix;

    public Names(int number) => _suffix = $"q{number}";

    public string Fill(string text)
    {
        foreach (var place in Places)
            text = text.Replace($"~{place}~", place + _suffix, StringComparison.Ordinal);
        return text.Replace("~OURS~", "OURS" + _suffix, StringComparison.Ordinal);
    }
}
