using System.Text.Json;
using System.Text.Json.Nodes;
using AgentMemory.Tenancy.Tests.Server;
using FsCheck;
using FsCheck.Fluent;

namespace AgentMemory.Tenancy.Tests.Requests;

/// <summary>Values a hostile caller sends: everybody's names and ids, near misses of them, and what might be an operator.</summary>
internal static class Hostile
{
    private static readonly string[] NamespaceNames = ["~ours~", "~ours2~", "~theirs~", "~OURS~", "~ours~x", "", "*", "~ours~|~theirs~", "' OR 1=1 --"];
    private static readonly string[] UserNames = ["~ann~", "~ann2~", "~bob~", "", "*", "~ann~,~bob~"];
    private static readonly string[] Sessions = ["s1", "s2", "~only~", "%2A", "s1%2Fx"];
    private static readonly string[] Memories = ["m1", "m2", "copy", "alias", "~only~", "new", .. Planting.Merged];
    private static readonly string[] Texts = ["", "~probe~", "tea", "~probe~ tea mine", "\\\"~probe~ tea\\\"", "* OR ~probe~ NOT tea", "shared fact of ~probe~"];
    private static readonly string[] Tags = ["~probe~", "drinks", "s1", "s2", "~only~", "message", "discrete"];

    public static Gen<string> Namespace { get; } = Gen.Elements(NamespaceNames);
    public static Gen<string> User { get; } = Gen.Elements(UserNames);
    public static Gen<string> Session { get; } = Gen.Elements(Sessions);
    public static Gen<string> Memory { get; } = Gen.Elements(Memories);
    public static Gen<string> Text { get; } = Gen.Elements(Texts);

    public static Gen<string?> IfMatch { get; } = Gen.Frequency(
        (6, Gen.Constant<string?>(null)), (2, Gen.Constant<string?>(HostileRequest.LatestVersion)),
        (1, Gen.Constant<string?>("*")), (1, Gen.Constant<string?>("\"999999999\"")));

    /// <summary>One there is, as often as any two names, half an owner, or none.</summary>
    private static readonly Gen<(string? Namespace, string? User)> Owner = Gen.OneOf(
        Gen.Elements(Population.Owners).Select(owner => ((string?)owner.Namespace, (string?)owner.User)),
        from @namespace in Sometimes(Namespace)
        from user in Sometimes(User)
        select (@namespace, user));

    /// <summary>A query string that names an owner, half one, or none.</summary>
    public static Gen<string> Query { get; } =
        Owner.Select(owner => "?" + Parameter("namespace", owner.Namespace) + Parameter("user_id", owner.User));

    public static Gen<string?> Sometimes(Gen<string> values) =>
        Gen.Frequency((2, Gen.Constant<string?>(null)), (1, values.Select(value => (string?)value)));

    public static string Parameter(string name, string? value) =>
        value is null ? "" : $"{name}={Uri.EscapeDataString(value)}&";

    /// <summary>The members of an object that names an owner, half one, or none.</summary>
    public static Gen<string> OwnerMembers { get; } =
        Owner.Select(owner => Member("namespace", owner.Namespace) + Member("user_id", owner.User));

    public static string Member(string name, string? value) => value is null ? "" : $"\"{name}\":{Quote(value)},";

    public static string Quote(string value) => JsonSerializer.Serialize(value, JsonSerializerOptions.Web).Replace("\\u0027", "'", StringComparison.Ordinal);

    /// <summary>Joins members and closes the object; a trailing comma of the last member goes.</summary>
    public static string Object(params string[] members) => "{" + string.Concat(members).TrimEnd(',') + "}";

    public static Gen<string> TagFilter(Gen<string> values) =>
        from first in values
        from second in values
        from form in Gen.Elements(
            "{\"eq\":$1}", "{\"ne\":$1}", "{\"any\":[$1,$2]}", "{\"all\":[$1]}", "{\"not_in\":[$1,$2]}", "{\"none\":[$1]}",
            "{\"in_\":[$1,$2]}", "{\"not_eq\":$1}", "{\"startswith\":\"o\"}", "{\"startswith\":$1}", "{}", "{\"field\":\"text\",\"eq\":$1}")
        select form.Replace("$1", Quote(first), StringComparison.Ordinal).Replace("$2", Quote(second), StringComparison.Ordinal);

    public static Gen<string> Tag { get; } = Gen.Elements(Tags);

    /// <summary>The members of a search.</summary>
    public static Gen<string> SearchMembers { get; } =
        from text in Text
        from mode in Gen.Elements("semantic", "keyword", "hybrid")
        from limit in Gen.Elements(1, 3, 100)
        from offset in Gen.Elements(0, 0, 2)
        from @namespace in Sometimes(TagFilter(Namespace))
        from user in Sometimes(TagFilter(User))
        from session in Sometimes(TagFilter(Session))
        from topics in Sometimes(TagFilter(Tag))
        from strategy in Sometimes(TagFilter(Tag))
        from type in Sometimes(TagFilter(Gen.Elements("message", "semantic")))
        from created in Sometimes(Gen.Elements("{\"gt\":\"2020-01-01T00:00:00Z\"}", "{\"lt\":\"2024-01-05T00:00:00Z\"}"))
        from recency in Gen.Elements("", "\"recency_boost\":false,", "\"server_side_recency\":true,")
        from threshold in Gen.Elements("", "", "\"distance_threshold\":2,")
        select Raw("text", $"\"{text}\"") + Raw("search_mode", $"\"{mode}\"") + (mode == "semantic" ? threshold : "")
            + $"\"limit\":{limit},\"offset\":{offset},"
            + Raw("namespace", @namespace) + Raw("user_id", user) + Raw("session_id", session) + Raw("topics", topics)
            + Raw("extraction_strategy", strategy) + Raw("memory_type", type) + Raw("created_at", created) + recency;

    public static string Raw(string name, string? json) => json is null ? "" : $"\"{name}\":{json},";

    /// <summary>Records that may be anybody's: their ids, their owners, their very texts.</summary>
    public static Gen<string> AnyRecord { get; } =
        from id in Memory
        from owner in OwnerMembers
        from text in Gen.Elements("mine tea ~mine~", "shared fact of ~probe~", "more of ~mine~")
        from session in Sometimes(Session)
        select Object(
            Member("id", id), owner, Member("text", text), Member("session_id", session), "\"topics\":[\"drinks\"],",
            "\"created_at\":\"2024-01-03T00:00:00Z\",");

    public static Gen<string> Message { get; } =
        from id in Gen.Elements("a1", "a2", "g1")
        from content in Gen.Elements("mine tea ~mine~", "about ~probe~", ". I like ~mine~ coffee.", ". I live in ~probe~ now.")
        select Object(
            Member("id", id), Member("role", "user"), Member("content", $"{id} {content}"),
            "\"created_at\":\"2024-01-04T00:00:00Z\",");

    public static Gen<string> List(Gen<string> items, int atLeast) =>
        from count in Gen.Choose(atLeast, 2)
        from all in Gen.ListOf(items, count)
        select $"[{string.Join(',', all.DistinctBy(Id))}]";

    private static string? Id(string item) => JsonNode.Parse(item)!["id"]?.GetValue<string>();
}
