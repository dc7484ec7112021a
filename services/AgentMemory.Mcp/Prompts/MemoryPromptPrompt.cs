using System.Text.Json;
using AgentMemory.Mcp.Callers;
using AgentMemory.Mcp.Tools;
using AgentMemory.Prompts;
using AgentMemory.Search;
using AgentMemory.Wire.Requests;
using AgentMemory.WorkingMemory;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using PromptMessage = ModelContextProtocol.Protocol.PromptMessage;

namespace AgentMemory.Mcp.Prompts;

/// <summary>
/// <c>memory_prompt</c> for hosts that let their user choose prompts. Such a prompt has messages of users and assistants
/// only: what the contract says as <c>system</c>, the summary and the memories, is said as <c>user</c> under its heading.
/// </summary>
internal sealed class MemoryPromptPrompt(MemoryPromptService prompts, Readings readings)
{
    public const string Name = "memory_prompt";

    private static readonly ToolParameter[] Parameters =
    [
        ToolParameter.New("query", "string", "The question.").Required(),
        ToolParameter.New("session_id", "string", "The session to include; without one, long-term memory alone."),
        ToolParameter.New("namespace", "string", "Only in this namespace."),
        ToolParameter.New("user_id", "string", "Only of this user."),
    ];

    public static Prompt Definition { get; } = new()
    {
        Name = Name,
        Title = "Ask with memory",
        Description = "A question, together with what memory knows about it.",
        Arguments =
        [
            .. Parameters.Select(parameter => new PromptArgument
            {
                Name = parameter.Name,
                Description = parameter.Schema["description"]!.GetValue<string>(),
                Required = parameter.IsRequired,
            }),
        ],
    };

    public async Task<GetPromptResult> GetAsync(
        McpCaller caller, string name, IDictionary<string, JsonElement>? arguments, CancellationToken cancellationToken)
    {
        if (name != Name)
            throw new McpProtocolException($"Unknown prompt: '{name}'. Available is {Name}", McpErrorCode.InvalidParams);
        var request = new ToolCall(caller, SentArguments.Of(arguments), readings).Read(Parameters, body => Read(body, caller.Defaults));
        var prompt = await prompts.BuildAsync(caller.Scope, request, cancellationToken);
        return new GetPromptResult
        {
            Description = Definition.Description,
            Messages =
            [
                .. prompt.Messages.Select(message => new PromptMessage
                {
                    Role = message.Role == "assistant" ? Role.Assistant : Role.User,
                    Content = new TextContentBlock { Text = message.Text },
                }),
            ],
        };
    }

    private static MemoryPromptRequest Read(WireObject body, CallDefaults defaults)
    {
        var (@namespace, userId) = (body.Id("namespace") ?? defaults.Namespace, body.Id("user_id") ?? defaults.UserId);
        return new MemoryPromptRequest
        {
            Query = body.RequiredText("query"),
            Session = body.Id("session_id") is { } id ? new SessionLookup(id, @namespace, userId) : null,
            Search = new MemorySearch { Filter = MemoryFilter.None.WithDefaults(@namespace, userId) },
        };
    }
}
