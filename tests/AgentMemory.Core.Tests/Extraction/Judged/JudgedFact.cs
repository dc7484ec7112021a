using System.Security.Cryptography;
using System.Text;

namespace AgentMemory.Tests.Extraction.Judged;

/// <summary>
/// What a reader thought of one memory made of a real conversation. The texts are under a licence that keeps them out of this
/// repository, so the memory is known by where it came from and by the beginning of its hash.
/// </summary>
internal sealed record JudgedFact(string Conversation, string Turn, string Rule, string TextHash, string Verdict, string Reason)
{
    private const int HashLength = 12;

    public bool IsJunk => Verdict == "junk";

    public static IReadOnlyList<JudgedFact> All { get; } =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Extraction", "Judged", "locomo-sample.tsv")).Skip(1)
            .Select(line => line.Split('\t')).Select(cells => new JudgedFact(cells[0], cells[1], cells[2], cells[3], cells[4],
                cells[5])),
    ];

    public bool IsOf(string conversation, string turn, string text) =>
        Conversation == conversation && Turn == turn && TextHash == HashOf(text);

    private static string HashOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashLength];
}
