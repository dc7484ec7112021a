using AgentMemory.Errors;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace AgentMemory.Mcp.Failures;

/// <summary>How prompts, resources and completions fail: by an error of the protocol, with the words of <see cref="FailureText"/>.</summary>
internal sealed partial class ProtocolFailure(ILogger<ProtocolFailure> logger)
{
    /// <summary>Runs what answers a request; every failure becomes an error that the protocol knows.</summary>
    /// <param name="what">Names the request in the log, such as <c>prompts/get</c>.</param>
    public async ValueTask<TResult> TranslateAsync<TParams, TResult>(
        string what, RequestContext<TParams> request, Func<Task<TResult>> answer, CancellationToken cancellationToken)
    {
        try
        {
            return await answer();
        }
        catch (McpException)
        {
            throw;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (NotFoundException missing)
        {
            throw new McpProtocolException(
                missing.Detail, Revision.Of(request).HasResourceNotFound ? McpErrorCode.ResourceNotFound : McpErrorCode.InvalidParams);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or StoreIncompatibleException)
        {
            LogUnavailable(what, failure);
            throw new McpProtocolException(FailureText.Of(failure)!, McpErrorCode.InternalError);
        }
        catch (Exception failure)
        {
            if (FailureText.Of(failure) is { } refusal)
                throw new McpProtocolException(refusal, McpErrorCode.InvalidParams);
            LogFailed(what, failure);
            throw new McpProtocolException(FailureText.Internal, McpErrorCode.InternalError);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Method} failed")]
    private partial void LogFailed(string method, Exception exception);

    [LoggerMessage(LogLevel.Warning, "{Method}: the store is unavailable")]
    private partial void LogUnavailable(string method, Exception exception);
}
