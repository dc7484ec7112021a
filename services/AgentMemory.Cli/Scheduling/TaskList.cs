using AgentMemory.Cli.Frame;
using AgentMemory.Tasks;

namespace AgentMemory.Cli.Scheduling;

/// <summary>The tasks there are, with their arguments.</summary>
internal static class TaskList
{
    public static int Write(TasksOnDemand tasks, bool asJson)
    {
        if (asJson)
            JsonOutput.Write(Sorted(tasks).Select(task => new { task.Name, task.OtherName, task.Description, task.Required, task.Optional }));
        else
            WriteText(tasks, Console.Out);
        return ExitCodes.Ok;
    }

    public static void WriteText(TasksOnDemand tasks, TextWriter output)
    {
        foreach (var task in Sorted(tasks))
        {
            var arguments = task.Required.Select(name => $" {name}=…").Concat(task.Optional.Select(name => $" [{name}=…]"));
            output.WriteLine($"  {task.Name}{string.Concat(arguments)}");
            output.WriteLine($"      {task.Description}{(task.OtherName is { } other ? $" (also {other})" : "")}");
        }
    }

    private static IOrderedEnumerable<TaskOnDemand> Sorted(TasksOnDemand tasks) =>
        tasks.All.OrderBy(task => task.Name, StringComparer.Ordinal);
}
