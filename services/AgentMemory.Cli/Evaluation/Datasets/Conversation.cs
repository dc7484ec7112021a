namespace AgentMemory.Cli.Evaluation;

/// <summary>A conversation over several sessions, and questions about it.</summary>
internal sealed record Conversation(string Name, IReadOnlyList<Turn> Turns, IReadOnlyList<Question> Questions);

/// <param name="Id">What evidence refers to.</param>
/// <param name="Text">With the speaker's name in front.</param>
internal sealed record Turn(string Id, string Text, string SessionId, DateTimeOffset Time);

/// <param name="Evidence">Ids of the turns that hold the answer.</param>
internal sealed record Question(string Text, int Category, IReadOnlyList<string> Evidence);

internal static class QuestionCategory
{
    private static readonly string[] Names = ["multi-hop", "temporal", "open-domain", "single-hop", "adversarial"];

    public static int Last => Names.Length;

    public static string Name(int category) => Names[category - 1];
}
