using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AgentMemory.Api.Tests.Http;
using AgentMemory.Mcp.Callers;
using AgentMemory.Mcp.Tests.Support;
using AgentMemory.Tenancy;
using AgentMemory.Tenancy.Tests.Server;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Tests.Parity.Server;

/// <summary>A server with both interfaces over one store.</summary>
public sealed partial class ParityHost : ApiHost
{
    protected override void Configure(IServiceCollection services)
    {
        services.AddSingleton<TimeProvider>(new StoppedClock());
        services.AddMemoryMcp(new McpOptions());
    }

    internal async Task<Outcome> SendRestAsync(Binding binding, RestRequest request, Func<string, string> fill)
    {
        var answer = await Client.SendAsync(
            request.Method, fill(request.Path), request.Body is { } body ? fill(body.ToJsonString()) : null, Headers(binding, fill));
        if (answer.Status == HttpStatusCode.OK)
            return new Outcome(200, Outcome.Comparable(answer.Text));
        var detail = answer.Detail;
        var words = detail.ValueKind == JsonValueKind.String
            ? detail.GetString()!
            : string.Join('\n', detail.EnumerateArray().Select(error => Words(error.GetProperty("msg").GetString()!)).Order(StringComparer.Ordinal));
        return new Outcome((int)answer.Status, words);
    }

    internal async Task<Outcome> SendMcpAsync(Binding binding, McpRequest request, CallDefaults defaults, Func<string, string> fill)
    {
        var scope = AccessScope.Bound(binding.Namespaces?.Select(fill), binding.Users?.Select(fill));
        var caller = new McpCaller(scope, new CallDefaults(Fill(defaults.Namespace), Fill(defaults.UserId)));
        await using var connection = await Connection.OpenAsync(
            Services.GetRequiredService<MemoryMcpProtocol>().OptionsFor(caller), protocol: null);
        var (name, arguments) = (fill(request.Name), fill(request.Arguments.ToJsonString()));
        try
        {
            switch (request.Kind)
            {
                case McpKind.Tool:
                    var answer = await connection.CallAsync(name, arguments);
                    return answer.IsError ? Refused(answer.Failure(name)) : Answered(answer.Structured.GetRawText());
                case McpKind.Prompt:
                    return Answered(Rendered(await connection.GetPromptAsync(name, arguments)));
                case McpKind.Resource:
                    return Answered((await connection.ReadResourceAsync(name)).GetRawText());
                default:
                    var page = await connection.Client.ListResourcesAsync(new ListResourcesRequestParams());
                    return Answered(new JsonArray([.. page.Resources.Select(resource => JsonValue.Create(resource.Name))]).ToJsonString());
            }
        }
        catch (McpProtocolException refusal)
        {
            return Refused(Remote().Replace(refusal.Message, ""));
        }

        string? Fill(string? text) => text is null ? null : fill(text);
    }

    private static Outcome Answered(string json) => new(200, Outcome.Comparable(json));

    /// <summary><c>404: words</c>; a list of mistakes, which is 422; or, of a resource, that it is not there.</summary>
    private static Outcome Refused(string text)
    {
        if (Status().Match(text) is { Success: true } status)
            return new Outcome(int.Parse(status.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture), text[status.Length..]);
        return text.EndsWith(" not found", StringComparison.Ordinal)
            ? new Outcome(404, text)
            : new Outcome(422, string.Join('\n', text.Trim().Split('\n').Select(Mistake).Order(StringComparer.Ordinal)));
    }

    /// <summary>A prompt of the protocol as the messages that REST answers, where a system message is a user's.</summary>
    private static string Rendered(GetPromptResult prompt) => new JsonArray([.. prompt.Messages.Select(message => new JsonObject
    {
        ["role"] = message.Role == Role.Assistant ? "assistant" : "user",
        ["text"] = Assert.IsType<TextContentBlock>(message.Content).Text,
    })]).ToJsonString();

    private static string Words(string message) => message.Replace("Value error, ", "", StringComparison.Ordinal);

    /// <summary>Without the place, which is another in each interface, and what was given.</summary>
    private static string Mistake(string line) => Given().Replace(Place().Replace(line, ""), "");

    private static (string, string)[] Headers(Binding binding, Func<string, string> fill) =>
    [
        .. binding.Namespaces is null ? [] : new[] { ("X-Namespaces", string.Join(',', binding.Namespaces.Select(fill))) },
        .. binding.Users is null ? [] : new[] { ("X-Users", string.Join(',', binding.Users.Select(fill))) },
    ];

    [GeneratedRegex("^([0-9]{3}): ")]
    private static partial Regex Status();

    [GeneratedRegex(@"^[a-z_]+(?:\.[a-z_]+|\[[0-9]+\])*: ")]
    private static partial Regex Place();

    [GeneratedRegex(@" \(got .*\)$")]
    private static partial Regex Given();

    [GeneratedRegex(@"^Request failed \(remote\): ")]
    private static partial Regex Remote();
}
