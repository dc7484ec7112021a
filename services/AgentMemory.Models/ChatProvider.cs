namespace AgentMemory.Models;

/// <summary>Who serves a language model: decides the protocol, the address and the key.</summary>
public enum ChatProvider
{
    OpenAI,

    /// <summary>A server at <c>OPENAI_API_BASE</c> that speaks the OpenAI protocol, such as vLLM or LM Studio.</summary>
    Compatible,

    /// <summary>Azure OpenAI by its <c>/openai/v1</c> interface.</summary>
    Azure,

    Ollama,
    Anthropic,
}
