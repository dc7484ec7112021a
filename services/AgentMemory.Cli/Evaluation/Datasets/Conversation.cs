namespace AgentMemory.Cli.Evaluation.Datasets;

/// <summary>What is loaded into one namespace, and what is asked there.</summary>
internal sealed record Conversation(string Name, IReadOnlyList<Item> Items, IReadOnlyList<Question> Questions);

/// <summary>A memory as it is sent; what is <see langword="null"/> is left to the server.</summary>
/// <param name="Id">What evidence refers to.</param>
internal sealed record Item(string Id, string Text)
{
    public string? MemoryType { get; init; }
    public string? SessionId { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? EventDate { get; init; }
    public IReadOnlyList<string>? Topics { get; init; }
    public IReadOnlyList<string>? Entities { get; init; }
}

/// <param name="Number">Its place among the questions of its conversation in the file, from 1: the same in every run.</param>
/// <param name="Evidence">Ids of the items that hold the answer.</param>
internal sealed record Question(int Number, string Text, Category? Category, IReadOnlyList<string> Evidence);
