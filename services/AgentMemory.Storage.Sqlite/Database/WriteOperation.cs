namespace AgentMemory.Storage.Sqlite.Database;

/// <summary>A queued write: run inside a transaction, acknowledged only after its commit.</summary>
internal abstract class WriteOperation
{
    public abstract bool IsCancelled { get; }

    public abstract void Run(WriteTransaction transaction);

    /// <summary>It failed on its own and was undone; the rest of the batch goes on.</summary>
    public abstract void Refuse(Exception error);

    /// <summary>The whole batch was undone.</summary>
    public abstract void Abandon(Exception error);

    /// <summary>The commit is on disk.</summary>
    public abstract void Acknowledge();
}

internal sealed class WriteOperation<T>(Func<WriteTransaction, T> operation, CancellationToken cancellationToken) : WriteOperation
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;
    private Exception? _refusal;
    private bool _ran;

    public Task<T> Task => _completion.Task;

    public override bool IsCancelled => cancellationToken.IsCancellationRequested;

    public override void Run(WriteTransaction transaction)
    {
        _result = operation(transaction);
        _ran = true;
    }

    public override void Refuse(Exception error) => _refusal = error;

    public override void Abandon(Exception error) => _completion.TrySetException(_refusal ?? error);

    public override void Acknowledge()
    {
        if (_refusal is not null)
            _completion.TrySetException(_refusal);
        else if (_ran)
            _completion.TrySetResult(_result);
        else
            _completion.TrySetCanceled(cancellationToken);
    }
}
