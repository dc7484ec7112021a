using System.CommandLine;
using System.Text.Json.Nodes;
using AgentMemory.Cli.Frame;
using AgentMemory.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Cli.Scheduling;

/// <summary><c>agent-memory schedule-task</c></summary>
internal static class ScheduleTaskCommand
{
    private const string Details =
        """
        A server or a task worker on the same data folder runs it; GET /v1/tasks/<id> says how far it is. Names of the reference
        server are understood, with or without their module. Of periodic work one task waits at most: asking twice gives the
        same id.

        Values of arguments: true and false, whole numbers, decimal numbers; all else is text.

        Examples:
          agent-memory schedule-task compact_long_term_memories
          agent-memory schedule-task agent_memory_server.long_term_memory:periodic_forget_long_term_memories
          agent-memory schedule-task promote_working_memory -a session_id=s1 -a namespace=myapp
          agent-memory schedule-task --list
        """;

    public static Command Create()
    {
        var path = new Argument<string?>("task_path") { Description = "The task's name", Arity = ArgumentArity.ZeroOrOne };
        var arguments = new Option<string[]>("--args", "-a") { Description = "key=value; repeatable" };
        var list = new Option<bool>("--list") { Description = "List the tasks there are, with their arguments, and queue none" };
        var format = new FormatOption();
        var command = new ToolCommand("schedule-task", "Queue a background task by its name", Details)
        {
            path, arguments, list, format,
        };
        command.Validators.Add(given =>
        {
            if (!given.GetValue(list) && given.GetResult(path) is not { Tokens.Count: 1 })
                given.AddError("name a task, or use --list");
        });
        command.SetAction((parsed, cancellationToken) => LocalEngine.RunAsync(async engine =>
        {
            var tasks = engine.GetRequiredService<TasksOnDemand>();
            if (parsed.GetValue(list))
                return TaskList.Write(tasks, format.IsJson(parsed));
            var name = parsed.GetRequiredValue(path)!;
            if (tasks.Find(name) is not { } task)
                return RefuseName(name, tasks);

            var given = new Dictionary<string, TaskArgument>(StringComparer.Ordinal);
            foreach (var argument in parsed.GetValue(arguments) ?? [])
            {
                if (TaskArgument.Parse(argument) is not { } read)
                    return RefuseArgument(argument);
                given[read.Name] = read;
            }

            var id = await tasks.QueueAsync(
                task, given.ToDictionary(argument => argument.Key, argument => argument.Value.Text), cancellationToken);
            var values = new JsonObject(given.Select(argument => KeyValuePair.Create(argument.Key, (JsonNode?)argument.Value.Value)));
            if (format.IsJson(parsed))
                JsonOutput.Write(new { TaskId = id, Task = task.Name, Arguments = values });
            else
                Console.Out.WriteLine($"Queued {task.Name}{(given.Count == 0 ? "" : " " + PlainText.Line(values.ToJsonString()))} as task {id}.");
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static int RefuseName(string path, TasksOnDemand tasks)
    {
        Console.Error.WriteLine($"agent-memory: there is no task {PlainText.Line(path)}. There are:");
        TaskList.WriteText(tasks, Console.Error);
        return ExitCodes.Failed;
    }

    private static int RefuseArgument(string argument)
    {
        Console.Error.WriteLine($"agent-memory: --args: {PlainText.Line(argument)} is not of the form key=value");
        return ExitCodes.Failed;
    }
}
