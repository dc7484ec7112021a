using AgentMemory.Cli.Evaluation.Datasets;

namespace AgentMemory.Cli.Evaluation.Asking;

/// <summary>Is told how far an evaluation is, by several threads at once.</summary>
internal interface IEvaluationProgress
{
    /// <param name="kept">The namespace, where it is left on the server.</param>
    void Begin(Conversation conversation, string? kept);

    /// <param name="steps">Items loaded, or questions answered.</param>
    void Advance(int steps);

    /// <summary>It ends once what was loaded is gone.</summary>
    void Interrupt();
}
