using System.CommandLine;
using AgentMemory.Cli.Frame;

namespace AgentMemory.Cli.Completing;

/// <summary><c>agent-memory completion</c>: scripts that ask the tool itself, by its suggest directive.</summary>
internal static class CompletionCommand
{
    private const string Details =
        """
        Put it where your shell reads it at its start:
          bash  echo 'source <(agent-memory completion bash)' >> ~/.bashrc
          zsh   echo 'source <(agent-memory completion zsh)' >> ~/.zshrc
          fish  agent-memory completion fish > ~/.config/fish/completions/agent-memory.fish
          pwsh  add to $PROFILE: agent-memory completion pwsh | Out-String | Invoke-Expression
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "Which shell" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        var command = new ToolCommand("completion", "Print a script with which a shell completes commands", Details) { shell };
        command.SetAction(parsed => Console.Out.WriteLine(CompletionScripts.Of(parsed.GetRequiredValue(shell))));
        return command;
    }
}
