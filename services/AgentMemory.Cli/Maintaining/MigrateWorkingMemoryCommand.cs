using System.CommandLine;
using AgentMemory.Cli.Deleting;
using AgentMemory.Cli.Frame;
using AgentMemory.Maintenance;
using AgentMemory.WorkingMemory;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Cli.Maintaining;

/// <summary><c>agent-memory migrate-working-memory</c></summary>
internal static class MigrateWorkingMemoryCommand
{
    private const string Details =
        """
        The embedded store has one format of sessions, and brings the database to it when it opens it: there is nothing left to
        migrate, with --dry-run and without. What this does is to read every session with its messages and to say which
        cannot be read. Nothing is changed. (The reference server's string keys exist in Redis only.)

        Exit code 1 when a session cannot be read: delete it, or have its application write it anew.

        Example:
          agent-memory migrate-working-memory --batch-size 200
        """;

    public static Command Create()
    {
        var batchSize = BatchSizeOption.Create("Sessions");
        var dryRun = new Option<bool>("--dry-run") { Description = "Accepted; nothing is changed without it either" };
        var format = new FormatOption();
        var command = new ToolCommand("migrate-working-memory", "Check that every session can be read", Details)
        {
            batchSize, dryRun, format,
        };
        command.SetAction((parsed, cancellationToken) => LocalEngine.RunAsync(async engine =>
        {
            var (sessions, unreadable) = await CheckAsync(
                engine.GetRequiredService<IStoreMaintenance>(), parsed.GetValue(batchSize), cancellationToken);
            if (format.IsJson(parsed))
            {
                JsonOutput.Write(new
                {
                    DryRun = parsed.GetValue(dryRun),
                    Sessions = sessions,
                    Migrated = 0,
                    Unreadable = unreadable.Select(key => new { key.SessionId, key.Owner.Namespace, key.Owner.UserId }),
                });
            }
            else
            {
                Console.Out.WriteLine($"Read {sessions} sessions. Nothing to migrate.");
            }
            foreach (var key in unreadable)
            {
                await Console.Error.WriteLineAsync(PlainText.Line(
                    $"agent-memory: session {key.SessionId} ({OwnerOptions.Describe(key.Owner)}) cannot be read; "
                    + "delete it, or write it anew"));
            }
            return unreadable.Count == 0 ? ExitCodes.Ok : ExitCodes.Failed;
        }));
        return command;
    }

    private static async Task<(long Sessions, IReadOnlyList<SessionKey> Unreadable)> CheckAsync(
        IStoreMaintenance store, int batchSize, CancellationToken cancellationToken)
    {
        var (sessions, unreadable) = (0L, new List<SessionKey>());
        string? after = null;
        do
        {
            var check = await store.CheckSessionsAsync(after, batchSize, cancellationToken);
            sessions += check.Checked;
            unreadable.AddRange(check.Unreadable);
            after = check.Next;
        }
        while (after is not null);
        return (sessions, unreadable);
    }
}
