using Microsoft.Extensions.AI;

namespace AgentMemory.Models;

internal static class ChatClients
{
    /// <summary>The provider's client within what makes it bearable: the form it takes, then repetitions and limits.</summary>
    public static IChatClient Create(ChatModelOptions options, TimeProvider time)
    {
        IChatClient provider = options.Provider == ChatProvider.Anthropic
            ? new AnthropicChatClient(options, time)
            : new OpenAIChatClient(options, time);
        return new ResilientChatClient(new AdaptingChatClient(provider, options), options, time);
    }
}
