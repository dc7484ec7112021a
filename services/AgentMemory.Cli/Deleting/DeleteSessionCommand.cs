using System.CommandLine;
using AgentMemory.Cli.Frame;
using AgentMemory.Maintenance;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Cli.Deleting;

/// <summary><c>agent-memory delete session</c></summary>
internal static class DeleteSessionCommand
{
    private const string Details =
        """
        Deletes a session's messages, memories and data, and the work queued for it. What became a long-term memory stays. An id
        that sessions of several owners have is refused, saying which: add -n and -u. Exit code 1 when there is no such session.

        Examples:
          agent-memory delete session my-session-123 --dry-run
          agent-memory delete session my-session-123 -n myapp -u user456 -f
        """;

    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "The session's id" };
        var owner = new OwnerOptions();
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be deleted, and delete nothing" };
        var force = Confirmation.ForceOption();
        var format = new FormatOption();
        var command = new ToolCommand("session", "Delete a session's working memory", Details) { id };
        owner.AddTo(command);
        command.Add(dryRun);
        command.Add(force);
        command.Add(format);
        command.SetAction((parsed, cancellationToken) => LocalEngine.RunAsync(async engine =>
        {
            var sessionId = parsed.GetRequiredValue(id);
            var all = await engine.GetRequiredService<IStoreMaintenance>().FindSessionsAsync(sessionId, cancellationToken);
            (SessionKey Key, int Messages)[] found = [.. all.Where(session => owner.Admits(parsed, session.Key.Owner))];
            if (found is not [var (key, messages)])
                return Refuse(sessionId, found);

            if (!parsed.GetValue(dryRun))
            {
                var question = $"Delete session {sessionId} ({OwnerOptions.Describe(key.Owner)}; {messages} messages)? This cannot be undone.";
                if (Confirmation.Refused(PlainText.Line(question), parsed.GetValue(force)) is { } refused)
                    return refused;
                if (!await engine.GetRequiredService<IWorkingMemoryStore>()
                    .DeleteAsync(AccessScope.Of(key.Owner), key.AsLookup(), WriteCondition.None, cancellationToken))
                    return Refuse(sessionId, []);
            }
            Write(key, messages, parsed.GetValue(dryRun), format.IsJson(parsed));
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static void Write(SessionKey key, int messages, bool isDryRun, bool asJson)
    {
        if (asJson)
        {
            JsonOutput.Write(new { DryRun = isDryRun, key.SessionId, key.Owner.Namespace, key.Owner.UserId, Messages = messages });
            return;
        }
        Console.Out.WriteLine(PlainText.Line(
            $"{(isDryRun ? "Would delete" : "Deleted")} session {key.SessionId} ({OwnerOptions.Describe(key.Owner)}; {messages} messages)."));
    }

    private static int Refuse(string sessionId, (SessionKey Key, int Messages)[] found)
    {
        Console.Error.WriteLine(PlainText.Line(found.Length == 0
            ? $"agent-memory: there is no session {sessionId}"
            : $"agent-memory: several sessions have the id {sessionId}: "
                + string.Join("; ", found.Select(session => OwnerOptions.Describe(session.Key.Owner)))
                + ". Say which with -n and -u; nothing was deleted"));
        return ExitCodes.Failed;
    }
}
