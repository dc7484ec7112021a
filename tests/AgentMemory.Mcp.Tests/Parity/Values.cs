using System.Text.Json.Nodes;
using AgentMemory.Mcp.Callers;
using FsCheck;
using FsCheck.Fluent;

namespace AgentMemory.Mcp.Tests.Parity;

/// <summary>Few names, so that operations meet; and values of which some are refused.</summary>
internal static class Values
{
    public static Gen<string?> Namespace { get; } = Maybe(Gen.Elements("ours~", "theirs~"));
    public static Gen<string?> User { get; } = Maybe(Gen.Elements("ann~", "bob~"));
    public static Gen<string> Session { get; } = Gen.Elements("s1~", "s2~", "s/3~");
    public static Gen<string> Memory { get; } = Gen.Elements("m1~", "m2~", "m 3~");
    public static Gen<string> Text { get; } = Gen.Elements("User likes tea", "User has a \"red\" boat", "Tea for two");

    public static Gen<CallDefaults> Defaults { get; } = Gen.OneOf(
        Gen.Constant(CallDefaults.None),
        from @namespace in Namespace
        from user in User
        select new CallDefaults(@namespace, user));

    public static Gen<Binding> Binding { get; } = Gen.Elements<Binding>(
        new(null, null), new(["ours~"], null), new(null, ["ann~"]), new(["ours~"], ["ann~"]), new(["ours~", "theirs~"], ["ann~", "bob~"]));

    public static Gen<JsonObject> AnyRecord { get; } =
        from id in Memory
        from text in Gen.Frequency((8, Text), (1, Gen.Constant("")), (1, Gen.Constant(" ")))
        from topic in Gen.Elements(null, null, "drinks", "a,b")
        from @namespace in Namespace
        from user in User
        from session in Maybe(Session)
        from type in Gen.Elements(null, "episodic", "semantic", "habit")
        select Object(
            ("id", id), ("text", text), ("topics", topic is null ? null : new JsonArray(topic)), ("namespace", @namespace),
            ("user_id", user), ("session_id", session), ("memory_type", type));

    public static Gen<JsonObject> Message { get; } =
        from id in Gen.Elements("a", "b")
        from content in Gen.Elements("Hello", "Hello", "Hi there", " ")
        from role in Gen.Elements("user", "assistant", "system")
        select Object(("id", id + content), ("role", role), ("content", content), ("created_at", "2024-01-04T00:00:00Z"));

    public static Gen<JsonObject?> TagFilter(Gen<string?> values) =>
        from value in values
        from form in Gen.Elements("eq", "eq", "ne", "any", "startswith", "")
        select value is null ? null : form switch
        {
            "" => new JsonObject(),
            "any" => new JsonObject { [form] = new JsonArray(value, "x") },
            _ => new JsonObject { [form] = value },
        };

    public static Gen<string?> Maybe(Gen<string> values) =>
        Gen.Frequency((1, Gen.Constant<string?>(null)), (2, values.Select(value => (string?)value)));

    public static Gen<JsonArray> List(Gen<JsonObject> items, int atMost) =>
        from count in Gen.Choose(0, atMost)
        from all in Gen.ListOf(items, count)
        select new JsonArray([.. all.Select(item => item.DeepClone())]);

    /// <summary>Members that are <see langword="null"/> are left out.</summary>
    public static JsonObject Object(params (string Name, JsonNode? Value)[] members) => new(
        members.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Name, member.Value)));

    public static string Query(params (string Name, string? Value)[] parameters) => "?" + string.Join('&',
        parameters.Where(parameter => parameter.Value is not null).Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}"));

    public static string Query(CallDefaults defaults) => Query(("namespace", defaults.Namespace), ("user_id", defaults.UserId));
}
