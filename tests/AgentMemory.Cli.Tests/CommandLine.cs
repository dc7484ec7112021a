using System.Diagnostics;
using System.Text.Json.Nodes;

namespace AgentMemory.Cli.Tests;

/// <summary>Runs the built tool as a process, on a data folder of its own.</summary>
internal sealed class CommandLine : IDisposable
{
    private const string Tool = "agent-memory.dll";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agent-memory-cli-");

    public Dictionary<string, string> Variables { get; } = [];

    public string Folder => _folder.FullName;

    public string DataFolder => Path.Combine(Folder, ".agent-memory");

    public Task<CommandResult> RunAsync(params string[] arguments) => RunWithInputAsync("", arguments);

    public async Task<CommandResult> RunWithInputAsync(string input, params string[] arguments)
    {
        using var process = Start(arguments);
        return await FinishAsync(process, input);
    }

    /// <summary>As <see cref="RunAsync"/>, of a command that succeeds and prints JSON.</summary>
    public async Task<JsonNode> JsonAsync(params string[] arguments)
    {
        var result = await RunAsync([.. arguments, "--format", "json"]);
        Assert.True(result.ExitCode == 0, result.Error);
        return JsonNode.Parse(result.Output)!;
    }

    /// <summary>Starts it and does not wait.</summary>
    public Process Start(params string[] arguments) => Start(Describe(arguments));

    /// <summary>How it is started.</summary>
    public ProcessStartInfo Describe(params string[] arguments) => DotnetProgram.Describe(Tool, Folder, Variables, arguments);

    /// <summary>On a terminal of its own, typing <paramref name="input"/>; what it prints to either is <c>Output</c>.</summary>
    public async Task<CommandResult> RunOnTerminalAsync(string input, params string[] arguments)
    {
        var tool = DotnetProgram.Describe(Tool, Folder, Variables, arguments);
        var line = string.Join(' ', tool.ArgumentList.Prepend(tool.FileName).Select(word => $"'{word}'"));
        tool.FileName = TerminalFactAttribute.Script;
        tool.ArgumentList.Clear();
        foreach (var argument in (string[])["-q", "-e", "-c", line, "/dev/null"])
            tool.ArgumentList.Add(argument);
        tool.Environment["TERM"] = "xterm";
        using var process = Start(tool);
        return await FinishAsync(process, input);
    }

    /// <summary>Any other program in the folder.</summary>
    public async Task<CommandResult> RunProgramAsync(string program, params string[] arguments)
    {
        var start = DotnetProgram.Describe("", Folder, Variables, arguments);
        start.FileName = program;
        start.ArgumentList.RemoveAt(0);
        using var process = Start(start);
        return await FinishAsync(process, "");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Process Start(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        return Process.Start(start)!;
    }

    private static async Task<CommandResult> FinishAsync(Process process, string input)
    {
        using var limit = new CancellationTokenSource(Longest);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(limit.Token);
        return new(process.ExitCode, await output, await error);
    }
}

internal sealed record CommandResult(int ExitCode, string Output, string Error);
