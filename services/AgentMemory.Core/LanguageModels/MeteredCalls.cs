using System.Diagnostics;
using AgentMemory.Telemetry;
using AgentMemory.Usage;
using AgentMemory.WorkingMemory;
using Microsoft.Extensions.AI;

namespace AgentMemory.LanguageModels;

/// <summary>Single calls of a model, each measured and counted, whatever becomes of it.</summary>
internal sealed class MeteredCalls(IChatClient client, string name, IUsageStore usage, TimeProvider time)
{
    /// <summary>How long counting a call may take that its caller has given up.</summary>
    private static readonly TimeSpan CountingTimeout = TimeSpan.FromSeconds(10);

    private static readonly EstimatedTokenCounter Estimate = new();

    private readonly string _provider =
        client.GetService<ChatClientMetadata>()?.ProviderName is { Length: > 0 } provider ? provider : "other";

    /// <param name="read">What the answer says; <see langword="null"/> when it says nothing usable.</param>
    /// <exception cref="ModelException">There is no answer at all, or the model refuses to give one.</exception>
    public async Task<MeteredReply<T>> AskAsync<T>(
        ModelCall call, ChatMessage[] messages, ChatOptions options, Func<string, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        var tags = new TagList
        {
            { "gen_ai.operation.name", "chat" },
            { "gen_ai.provider.name", _provider },
            { "gen_ai.request.model", name },
            { "agent_memory.model.operation", call.Operation },
        };
        using var activity = EngineTelemetry.Source.StartActivity(ActivityKind.Client, tags: tags, name: $"chat {name}");
        var started = Stopwatch.GetTimestamp();
        var tokens = (In: 0L, Out: 0L);
        var isAsked = true;
        var isUsable = false;
        try
        {
            var response = await client.GetResponseAsync(messages, options, cancellationToken);
            tokens = TokensOf(response, messages);
            activity?.SetTag("gen_ai.response.finish_reasons", new[] { response.FinishReason?.Value ?? "unknown" });
            if (response.FinishReason == ChatFinishReason.ContentFilter)
                throw new ModelException(ModelFailure.Refused, $"Model {name} refuses this input");

            var isCutOff = response.FinishReason == ChatFinishReason.Length;
            var value = isCutOff ? null : read(response.Text);
            isUsable = value is not null;
            if (!isUsable)
                Fail(ref tags, activity, isCutOff ? "cut_off" : "invalid_answer");
            return new(value, (int)Math.Min(tokens.In + tokens.Out, int.MaxValue), isCutOff);
        }
        catch (ModelException failure) when (failure.Failure == ModelFailure.InvalidAnswer)
        {
            Fail(ref tags, activity, "invalid_answer");
            return new(null, 0, IsCutOff: false);
        }
        catch (Exception failure)
        {
            var explained = Explain(failure, cancellationToken);
            isAsked = explained is not ModelException { IsAsked: false };
            Fail(ref tags, activity, explained is ModelException { Failure: var kind } ? kind.ToString().ToLowerInvariant() : "canceled");
            if (explained == failure)
                throw;
            throw explained;
        }
        finally
        {
            EngineTelemetry.ModelDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tags);
            activity?.SetTag("gen_ai.usage.input_tokens", tokens.In).SetTag("gen_ai.usage.output_tokens", tokens.Out);
            if (isAsked)
                await CountAsync(call, tokens, isUsable, tags);
        }
    }

    private async Task CountAsync(ModelCall call, (long In, long Out) tokens, bool isUsable, TagList tags)
    {
        if (tokens != default)
        {
            EngineTelemetry.ModelTokens.Record(tokens.In, [.. tags, new("gen_ai.token.type", "input")]);
            EngineTelemetry.ModelTokens.Record(tokens.Out, [.. tags, new("gen_ai.token.type", "output")]);
        }
        var spender = new TagList
        {
            { "agent_memory.namespace", call.Owner.Namespace ?? "" },
            { "gen_ai.request.model", name },
            { "agent_memory.model.operation", call.Operation },
        };
        EngineTelemetry.NamespaceCalls.Add(1, spender);
        EngineTelemetry.NamespaceTokens.Add(tokens.In, [.. spender, new("gen_ai.token.type", "input")]);
        EngineTelemetry.NamespaceTokens.Add(tokens.Out, [.. spender, new("gen_ai.token.type", "output")]);

        // Not the caller's token: a call that was given up was made all the same.
        using var timeout = new CancellationTokenSource(CountingTimeout);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        await usage.AddAsync(
            new(call.Owner, today, name, call.Operation, Calls: 1, tokens.In, tokens.Out, Failures: isUsable ? 0 : 1), timeout.Token);
    }

    /// <summary>Many servers of one's own do not tell; a budget must not be blind to them.</summary>
    private static (long In, long Out) TokensOf(ChatResponse response, ChatMessage[] messages) => (
        response.Usage?.InputTokenCount ?? messages.Sum(message => (long)Estimate.Count(message.Role.Value, message.Text)),
        response.Usage?.OutputTokenCount ?? Estimate.Count("", response.Text));

    /// <summary>The provider's own exceptions may quote what was asked; only their kind is passed on.</summary>
    private Exception Explain(Exception failure, CancellationToken cancellationToken) => failure switch
    {
        ModelException => failure,
        OperationCanceledException when cancellationToken.IsCancellationRequested => failure,
        OperationCanceledException => new ModelException(ModelFailure.Unavailable, $"Model {name} did not answer in time"),
        _ => new ModelException(ModelFailure.Unavailable, $"Model {name} failed ({failure.GetType().Name})"),
    };

    private static void Fail(ref TagList tags, Activity? activity, string type)
    {
        tags.Add("error.type", type);
        activity?.SetStatus(ActivityStatusCode.Error, type);
    }
}

/// <param name="Tokens">In and out.</param>
internal sealed record MeteredReply<T>(T? Value, int Tokens, bool IsCutOff)
    where T : class;
