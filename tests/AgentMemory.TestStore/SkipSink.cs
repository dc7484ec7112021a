using Xunit.Abstractions;
using Xunit.Sdk;

namespace AgentMemory.TestStore;

/// <summary>Passes on what happens in a run; a failure that is nothing but skips becomes one.</summary>
public sealed class SkipSink(IMessageSink sink) : IMessageSink
{
    /// <summary>What the message of a <see cref="SkipException"/> begins with.</summary>
    private static readonly string Token = SkipException.ForSkip("").Message;

    public bool OnMessage(IMessageSinkMessage message) => sink.OnMessage(
        message is ITestFailed failed && ReasonOf(failed) is { } reason ? new TestSkipped(failed.Test, reason) : message);

    /// <summary>A fixture's exception arrives wrapped; one of disposal comes beside that of the test.</summary>
    private static string? ReasonOf(ITestFailed failed)
    {
        var reasons = failed.Messages.Where((_, index) => !failed.ExceptionParentIndices.Contains(index)).ToArray();
        return reasons.All(reason => reason.StartsWith(Token, StringComparison.Ordinal)) ? reasons[0][Token.Length..] : null;
    }
}
