using System.Globalization;
using AgentMemory.Cli.Frame;
using AgentMemory.Maintenance.Reference;

namespace AgentMemory.Cli.Maintaining;

/// <summary>The report of a migration, for people.</summary>
internal static class ReferenceMigrationText
{
    /// <summary>JSON has more of them.</summary>
    private const int MostKeys = 20;

    public static void Write(ReferenceMigrationReport report, TextWriter output)
    {
        output.WriteLine(report.DryRun ? $"Looked at {report.Keys} keys; nothing was written." : $"Looked at {report.Keys} keys.");
        output.WriteLine();
        output.WriteLine(Row("", "found", report.DryRun ? "to migrate" : "migrated", "there", "different", "skipped", "unreadable"));
        (string Name, ItemReport Items)[] kinds =
        [
            ("sessions", report.Sessions), ("memories", report.Memories), ("views", report.SummaryViews), ("summaries", report.Summaries),
        ];
        foreach (var (name, items) in kinds)
        {
            output.WriteLine(Row(
                name, items.Found, items.Migrated, items.AlreadyThere, items.Different, items.Skipped.Values.Sum(), items.Unreadable));
        }

        foreach (var (name, items) in kinds)
            WriteDetails(name, items, output);
        WriteFollowUps(report, output);
        WriteTokens(report.Tokens, output);
        if (report.LeftBehind.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine("Not taken over:");
        foreach (var (what, count) in report.LeftBehind)
            output.WriteLine($"  {count} {what}");
    }

    private static void WriteDetails(string name, ItemReport items, TextWriter output)
    {
        if (items.Different > 0)
            output.WriteLine($"\n{items.Different} {name} are here with other content; they were left as they are here.");
        WriteCounts($"{name}, skipped:", items.Skipped, output);
        WriteCounts($"{name}, put right:", items.Repaired, output);
        if (items.Unreadable == 0)
            return;
        output.WriteLine($"\n{name}, unreadable:");
        foreach (var (key, reason) in items.UnreadableKeys.Take(MostKeys))
            output.WriteLine(PlainText.Line($"  {key}  {reason}"));
        if (items.Unreadable > MostKeys)
            output.WriteLine($"  and {items.Unreadable - MostKeys} more; --format json names the first 1000");
    }

    private static void WriteCounts(string heading, IReadOnlyDictionary<string, long> counts, TextWriter output)
    {
        if (counts.Count == 0)
            return;
        output.WriteLine($"\n{heading}");
        foreach (var (what, count) in counts)
            output.WriteLine(PlainText.Line($"  {count}  {what}"));
    }

    private static void WriteFollowUps(ReferenceMigrationReport report, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(report.Vectors switch
        {
            { Model: null } => "Vectors were left behind: a worker embeds the memories anew, where a model is configured.",
            { Unusable: > 0 } vectors => $"{vectors.Migrated} memories have their vector of {vectors.Model}; {vectors.Unusable} vectors "
                + "were of another size, zero or not finite: a worker embeds those memories anew.",
            var vectors => $"{vectors.Migrated} memories have their vector of {vectors.Model}.",
        });
        if (report.MessagesToExtract > 0)
            output.WriteLine($"{report.MessagesToExtract} messages had not been extracted yet: a worker does, which may ask a language model.");
    }

    private static void WriteTokens(TokenReport tokens, TextWriter output)
    {
        if (tokens.Found == 0)
            return;
        output.WriteLine();
        output.WriteLine(
            $"{tokens.Found} tokens cannot be taken over. Issue new ones: agent-memory token add -d <description>");
        foreach (var token in tokens.List.Take(MostKeys))
        {
            var expiry = token switch
            {
                { ExpiresAt: null } => "never expires",
                { IsExpired: true } => "expired",
                { ExpiresAt: { } expires } => string.Create(CultureInfo.InvariantCulture, $"expires {expires:yyyy-MM-dd}"),
            };
            output.WriteLine(PlainText.Line($"  {token.Description}  ({expiry})"));
        }

        if (tokens.Found > MostKeys)
            output.WriteLine($"  and {tokens.Found - MostKeys} more; --format json names the first 1000");
    }

    private static string Row(string name, params object[] cells) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-10}{cells[0],11}{cells[1],12}{cells[2],9}{cells[3],11}{cells[4],9}{cells[5],12}");
}
