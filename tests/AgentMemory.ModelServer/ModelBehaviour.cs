namespace AgentMemory.ModelServers;

/// <summary>How the server treats a request.</summary>
public sealed record ModelBehaviour
{
    internal enum Form { Whole, Fenced, Half, Garbage, Empty, NotTheProtocol }

    private ModelBehaviour()
    {
    }

    internal TimeSpan Delay { get; private init; }
    internal int Status { get; private init; } = 200;
    internal TimeSpan? RetryAfter { get; private init; }
    internal string? Complaint { get; private init; }
    internal Form Answer { get; private init; }
    internal string? FinishReason { get; private init; }

    /// <summary>Answers what <see cref="ModelServer.Answer"/> says.</summary>
    public static ModelBehaviour Well { get; } = new();

    /// <summary>The right answer within prose and a code fence.</summary>
    public static ModelBehaviour Fenced { get; } = new() { Answer = Form.Fenced };

    /// <summary>Words that are no JSON.</summary>
    public static ModelBehaviour Garbage { get; } = new() { Answer = Form.Garbage };

    /// <summary>The first half of the right answer, as if it were whole.</summary>
    public static ModelBehaviour HalfAnswer { get; } = new() { Answer = Form.Half };

    /// <summary>The first half of the right answer, and says that the limit cut it off.</summary>
    public static ModelBehaviour CutOff { get; } = new() { Answer = Form.Half, FinishReason = "length" };

    public static ModelBehaviour Empty { get; } = new() { Answer = Form.Empty };

    /// <summary>Says that a content filter stopped the answer.</summary>
    public static ModelBehaviour Filtered { get; } = new() { Answer = Form.Empty, FinishReason = "content_filter" };

    /// <summary>200 with a body of another kind, as a proxy's page would be.</summary>
    public static ModelBehaviour NotTheProtocol { get; } = new() { Answer = Form.NotTheProtocol };

    /// <summary>Never answers.</summary>
    public static ModelBehaviour Hang { get; } = new() { Delay = Timeout.InfiniteTimeSpan };

    public static ModelBehaviour Slow(TimeSpan delay) => new() { Delay = delay };

    /// <param name="complaint">What the error's message says.</param>
    public static ModelBehaviour Refuse(int status, TimeSpan? retryAfter = null, string? complaint = null) =>
        new() { Status = status, RetryAfter = retryAfter, Complaint = complaint };
}
