namespace AgentMemory.Cli.Tests;

public sealed class CompletionCommandTests : IDisposable
{
    private readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    [BashFact]
    public async Task Bash_completes_commands_options_and_their_values()
    {
        // What the script calls by name is the built tool.
        var tool = DotnetProgram.Describe("agent-memory.dll", _tool.Folder, []);
        await File.WriteAllTextAsync(Path.Combine(_tool.Folder, "ask.sh"),
            $"agent-memory() {{ '{tool.FileName}' '{tool.ArgumentList[0]}' \"$@\"; }}\n" +
            """
            source <(agent-memory completion bash)
            complete -p agent-memory
            ask() {
                COMP_LINE="$1" COMP_POINT=${#1}
                read -r -a COMP_WORDS <<< "$1"
                [[ "$1" == *' ' ]] && COMP_WORDS+=('')
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _agent_memory
                echo "$1:" "${COMPREPLY[@]}"
            }
            ask 'agent-memory mig'
            ask 'agent-memory token '
            ask 'agent-memory search --search'
            ask 'agent-memory search --search-mode k'
            """);

        var result = await _tool.RunProgramAsync(BashFactAttribute.Bash, "ask.sh");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var lines = result.Output.Trim().Split('\n');
        Assert.Contains("_agent_memory agent-memory", lines[0], StringComparison.Ordinal);
        Assert.Equal("agent-memory mig: migrate-from-reference migrate-memories migrate-working-memory", lines[1]);
        Assert.Empty(((string[])["add", "list", "show", "remove"]).Except(lines[2].Split(' ')));
        Assert.Equal("agent-memory search --search: --search-mode", lines[3]);
        Assert.Equal("agent-memory search --search-mode k: keyword", lines[4]);
    }

    [Fact]
    public async Task Other_shells_have_scripts_of_their_own()
    {
        Assert.Contains("compdef", (await _tool.RunAsync("completion", "zsh")).Output, StringComparison.Ordinal);
        Assert.Contains("complete -c agent-memory", (await _tool.RunAsync("completion", "fish")).Output, StringComparison.Ordinal);
        Assert.Contains("Register-ArgumentCompleter", (await _tool.RunAsync("completion", "pwsh")).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await _tool.RunAsync("completion", "cmd")).ExitCode);
    }
}
