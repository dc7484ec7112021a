using System.Collections.Frozen;
using System.Globalization;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.SummaryViews;

/// <summary><see cref="AccessScope.Covers"/> as conditions on the stored scope of <c>summary_view</c>, alias <c>v</c>.</summary>
internal static class ScopeSql
{
    /// <param name="arguments">The statement's arguments so far; those of the conditions are appended.</param>
    public static string Covers(AccessScope scope, List<object?> arguments) =>
        Includes("v.namespaces", scope.Namespaces, arguments) + " AND " + Includes("v.users", scope.Users, arguments);

    private static string Includes(string column, FrozenSet<string>? allowed, List<object?> arguments)
    {
        if (allowed is null)
            return "1";
        var parameters = new List<string>(allowed.Count);
        foreach (var value in allowed)
        {
            arguments.Add(value);
            parameters.Add("?" + arguments.Count.ToString(CultureInfo.InvariantCulture));
        }

        return $"({column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM json_each({column}) WHERE value NOT IN ({string.Join(", ", parameters)})))";
    }
}
