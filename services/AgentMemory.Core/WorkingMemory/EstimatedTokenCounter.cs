using System.Text;

namespace AgentMemory.WorkingMemory;

/// <summary>
/// Four characters to a token, rounded up: spec 10.2's formula for when no encoding can be loaded, which needs none.
/// Characters are Unicode code points.
/// </summary>
public sealed class EstimatedTokenCounter : ITokenCounter
{
    private const int CharactersPerToken = 4;
    private const int Separator = 2;

    public int Count(ReadOnlySpan<char> role, ReadOnlySpan<char> content) =>
        Math.Max(1, (CodePoints(role) + Separator + CodePoints(content) + CharactersPerToken - 1) / CharactersPerToken);

    private static int CodePoints(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAnyInRange('\uD800', '\uDFFF'))
            return text.Length;

        var count = 0;
        foreach (Rune _ in text.EnumerateRunes())
            count++;
        return count;
    }
}
