using AgentMemory.LanguageModels;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Extraction;

/// <summary>
/// How a run deals with answers that cannot be used: the messages are halved until the one that spoils them stands alone,
/// and that one is left for a later attempt while the run goes on with the others.
/// </summary>
internal sealed class ExtractionAttempts
{
    /// <summary>Single messages in a row no answer could be used for, after which it is the model and not the messages: going
    /// on would only cost.</summary>
    private const int MostFailures = 3;

    private readonly HashSet<(string Id, string Content)> _passedBy = [];
    private ModelException? _failure;
    private int _failures;

    /// <summary>Whether the rest is left for a later attempt.</summary>
    public bool IsHopeless => _failures >= MostFailures;

    /// <summary>Messages of the next call.</summary>
    public int Most { get; private set; } = ExtractionChunk.MostMessages;

    public bool IsPassedBy(MemoryMessage message) => _passedBy.Contains((message.Id, message.Content));

    /// <summary>Whole chunks again, step by step: a message that spoils answers rarely comes alone.</summary>
    public void Succeeded()
    {
        _failures = 0;
        Most = Math.Min(Most * 2, ExtractionChunk.MostMessages);
    }

    /// <returns>Whether the messages are to be given up: alone, and refused for what it is.</returns>
    public bool GivesUp(ModelException failure, IReadOnlyList<MemoryMessage> messages, bool divisible)
    {
        if (divisible && messages.Count > 1)
        {
            Most = Math.Max(1, messages.Count / 2);
            return false;
        }

        if (failure.Failure == ModelFailure.Refused)
            return true;

        _failure = failure;
        _failures++;
        foreach (var message in messages)
            _passedBy.Add((message.Id, message.Content));
        return false;
    }

    /// <exception cref="ModelException">Messages were left for a later attempt.</exception>
    public void ThrowIfPassedBy()
    {
        if (_failure is not null)
            throw new ModelException(_failure.Failure, _failure.Message, _failure.RetryAt);
    }
}
