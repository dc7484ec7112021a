namespace AgentMemory.Search;

/// <summary>Reads a search box or a question into a <see cref="TextQuery"/> (spec 6.2, keyword).</summary>
public static class TextQueryParser
{
    public static TextQuery Parse(string text) => throw new NotImplementedException();
}
