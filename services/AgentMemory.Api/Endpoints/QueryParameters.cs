using AgentMemory.Api.Description;
using Microsoft.OpenApi;

namespace AgentMemory.Api.Endpoints;

/// <summary>Descriptions of the query parameters that several routes have.</summary>
internal static class QueryParameters
{
    public static readonly Parameter Namespace = new(
        "namespace", JsonSchemaType.String, "Only in this namespace.");
    public static readonly Parameter User = new(
        "user_id", JsonSchemaType.String, "Only of this user.");
    public static readonly Parameter DefaultNamespace = new(
        "namespace", JsonSchemaType.String, "The namespace when the body names none.");
    public static readonly Parameter DefaultUser = new(
        "user_id", JsonSchemaType.String, "The user when the body names none.");
    public static readonly Parameter ModelName = new(
        "model_name", JsonSchemaType.String, "Sets the context window by model.");
    public static readonly Parameter ContextWindowMax = new(
        "context_window_max", JsonSchemaType.Integer, "Tokens; beats the model's window.");
    public static readonly Parameter Optimize = new(
        "optimize_query", JsonSchemaType.Boolean, "Let a model rewrite the query first.")
    { Default = "false" };
}
