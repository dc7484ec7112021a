using System.Text.Json;

namespace AgentMemory.Tenancy.Tests.Requests;

/// <summary>
/// The names of one case, different from those of every other case, so that cases can share a server. Requests and data
/// are written with places such as <c>~ours~</c> for them. Namespaces and users have what a query, a key or a log may take for
/// its own; words do not, because they are searched for.
/// </summary>
internal sealed class Names(int number)
{
    /// <summary>Stands in everything that belongs to others, and in no request: whoever is answered with it sees too much.</summary>
    public const string Secret = "~secret~";

    private static readonly string[] Owners = ["ours", "ours2", "theirs", "ann", "ann2", "bob", "OURS"];
    private static readonly string[] Words = ["only", "probe", "mine", "secret"];

    /// <summary>Ends of the names of owners, one per case.</summary>
    private static readonly string[] Tails =
    [
        "", "'\"`", "|*|(-@", "{a}}{", ",a,;", "\r\n\t\u0001", "\u00fc\u0130\u00df\u4eba\ud83e\udde0\u200b", "\\ $: %2A#&+?=", "'|{,\n\u00e9}\"]=>[KNN 9",
    ];

    private readonly string _tail = Tails[number % Tails.Length];

    /// <summary>Within a text as it is.</summary>
    public string Fill(string text) => Fill(text, static name => name);

    /// <summary>Within a path with its query.</summary>
    public string FillPath(string path) => Fill(path, Uri.EscapeDataString);

    /// <summary>Within strings of JSON.</summary>
    public string FillJson(string json) => Fill(json, static name => JsonEncodedText.Encode(name).ToString());

    private string Fill(string text, Func<string, string> escape)
    {
        foreach (var owner in Owners)
            text = text.Replace($"~{owner}~", escape($"{owner}q{number}{_tail}"), StringComparison.Ordinal);
        foreach (var word in Words)
            text = text.Replace($"~{word}~", $"{word}q{number}", StringComparison.Ordinal);
        return text;
    }
}
