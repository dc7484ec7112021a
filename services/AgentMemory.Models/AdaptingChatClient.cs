using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentMemory.Models;

/// <summary>
/// Asks in the strictest form the endpoint takes: an answer constrained by the schema, else constrained to JSON, else free,
/// with the schema in the instructions; and with a temperature, or without where the model has only its own. What was
/// objected to is found out by the first call and remembered.
/// </summary>
internal sealed class AdaptingChatClient(IChatClient inner, ChatModelOptions options) : DelegatingChatClient(inner)
{
    private enum Constraint { Schema, Json, None }

    /// <summary>Providers demand this much of a schema that constrains an answer.</summary>
    private static readonly AIJsonSchemaTransformOptions Strict = new()
    {
        ConvertBooleanSchemas = true,
        DisallowAdditionalProperties = true,
        RequireAllProperties = true,
        MoveDefaultKeywordToDescription = true,
    };

    private volatile Form _accepted = new(Constraint.Schema, Temperature: true);

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> conversation = [.. messages];
        var schema = (options?.ResponseFormat as ChatResponseFormatJson)?.Schema;
        var form = _accepted;
        while (true)
        {
            try
            {
                var response = await AskAsync(form, schema, conversation, options, cancellationToken);
                if (form != _accepted)
                    _accepted = form;
                return response;
            }
            catch (ProviderException failure) when (failure is { Failure: ProviderFailure.Request, Status: 400 or 422 })
            {
                form = form.After(failure, isConstrained: schema is not null)
                    ?? throw await ExplainAsync(failure, cancellationToken);
            }
        }
    }

    private Task<ChatResponse> AskAsync(
        Form form, JsonElement? schema, IReadOnlyList<ChatMessage> messages, ChatOptions? options,
        CancellationToken cancellationToken)
    {
        var asked = options?.Clone() ?? new();
        if (!form.Temperature)
            asked.Temperature = null;
        if (schema is not { } given)
            return base.GetResponseAsync(messages, asked, cancellationToken);

        asked.ResponseFormat = form.Constraint switch
        {
            Constraint.Schema => ChatResponseFormat.ForJsonSchema(AIJsonUtilities.TransformSchema(given, Strict), "answer"),
            Constraint.Json => ChatResponseFormat.Json,
            _ => null,
        };
        return base.GetResponseAsync(
            form.Constraint == Constraint.Schema ? messages : [.. messages.Select(message => Instructed(message, given))],
            asked, cancellationToken);
    }

    private static ChatMessage Instructed(ChatMessage message, JsonElement schema) => message.Role == ChatRole.System
        ? new(ChatRole.System, $"{message.Text}\n\nAnswer with one JSON object of this JSON schema and nothing else:\n{schema}")
        : message;

    /// <summary>
    /// A bad request may be the text's fault, or that of the account or the model's name, which some providers tell in the
    /// same way. A harmless question shows which: no text must be given up for a fault that is not its own.
    /// </summary>
    private async Task<ProviderException> ExplainAsync(ProviderException refusal, CancellationToken cancellationToken)
    {
        try
        {
            await base.GetResponseAsync(
                [new(ChatRole.User, "Say yes.")], new ChatOptions { MaxOutputTokens = 16 }, cancellationToken);
            return refusal;
        }
        catch (ProviderException again) when (again.Failure == ProviderFailure.Request)
        {
            return new(
                ProviderFailure.Lasting,
                $"Model {options.Model} at {options.Endpoint.Authority} answers HTTP {again.Status} to whatever it is asked; "
                + $"check {options.Variable} and the provider's account",
                again.Status);
        }
    }

    private sealed record Form(Constraint Constraint, bool Temperature)
    {
        /// <returns>What to try next; <see langword="null"/> when the form cannot be the reason.</returns>
        public Form? After(ProviderException failure, bool isConstrained)
        {
            if (Temperature && failure.IsAboutTemperature)
                return this with { Temperature = false };
            return isConstrained && Constraint < Constraint.None ? this with { Constraint = Constraint + 1 } : null;
        }
    }
}
