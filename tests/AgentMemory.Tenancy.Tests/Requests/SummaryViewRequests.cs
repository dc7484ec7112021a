using FsCheck;
using FsCheck.Fluent;
using static AgentMemory.Tenancy.Tests.Requests.Hostile;

namespace AgentMemory.Tenancy.Tests.Requests;

/// <summary>How to attack summary views: everybody's, by their ids, and views of one's own about everybody.</summary>
internal static class SummaryViewRequests
{
    public const string Path = "/v1/summary-views";

    /// <summary>The id a caller gives to runs.</summary>
    public const string RunId = "run~mine~";

    private static readonly Gen<string> View = Planted("view");

    /// <summary>The id of what everybody has one of (<see cref="Population"/>).</summary>
    public static Gen<string> Planted(string what) =>
        Gen.Elements(Population.Owners.Select(owner => Population.PlantedId(what, owner.Namespace, owner.User)).Append("none"));

    public static Gen<HostileRequest> Create() =>
        from grouping in Gen.Elements("[]", "[\"user_id\"]", "[\"namespace\",\"user_id\"]", "[\"session_id\"]")
        from @namespace in Sometimes(Namespace)
        from user in Sometimes(User)
        from topics in Sometimes(TagFilter(Tag))
        select new HostileRequest(
            "POST", Path,
            Object(
                Member("source", "long_term"), Raw("group_by", grouping),
                Raw("filters", Object(Member("namespace", @namespace), Member("user_id", user), Raw("topics", topics)))));

    public static Gen<HostileRequest> OfView(string method, string tail) =>
        from view in View
        select new HostileRequest(method, $"{Path}/{view}{tail}");

    public static Gen<HostileRequest> RunPartition() =>
        from view in View
        from user in User
        select new HostileRequest("POST", $"{Path}/{view}/partitions/run", Object(Raw("group", Object(Member("user_id", user)))));

    public static Gen<HostileRequest> ListPartitions() =>
        from view in View
        from query in Query
        select new HostileRequest("GET", $"{Path}/{view}/partitions{query}");

    public static Gen<HostileRequest> Run() =>
        from view in View
        from task in Gen.Elements("", Member("task_id", RunId))
        select new HostileRequest("POST", $"{Path}/{view}/run", Object(task));
}
