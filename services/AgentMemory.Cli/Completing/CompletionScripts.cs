namespace AgentMemory.Cli.Completing;

/// <summary>Each passes the line and the cursor's place on, and offers what comes back, one candidate a line.</summary>
internal static class CompletionScripts
{
    private const string Bash =
        """
        # agent-memory completion for bash
        _agent_memory() {
            local line="${COMP_LINE:0:COMP_POINT}" word="${COMP_WORDS[COMP_CWORD]}"
            COMPREPLY=($(compgen -W "$(agent-memory "[suggest:${#line}]" "$line" 2>/dev/null)" -- "$word"))
        }
        complete -o default -F _agent_memory agent-memory
        """;

    private const string Zsh =
        """
        # agent-memory completion for zsh
        (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
        _agent_memory() {
            local line="${LBUFFER}"
            local -a candidates
            candidates=("${(@f)$(agent-memory "[suggest:${#line}]" "$line" 2>/dev/null)}")
            compadd -- ${candidates:#}
        }
        compdef _agent_memory agent-memory
        """;

    private const string Fish =
        """
        # agent-memory completion for fish
        function __agent_memory
            set -l line (commandline -cp)
            agent-memory "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c agent-memory -f -a '(__agent_memory)'
        """;

    private const string PowerShell =
        """
        # agent-memory completion for PowerShell
        Register-ArgumentCompleter -Native -CommandName agent-memory -ScriptBlock {
            param($word, $ast, $cursor)
            $line = $ast.ToString().PadRight($cursor).Substring(0, $cursor)
            agent-memory "[suggest:$cursor]" $line 2>$null | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    public static string Of(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        _ => PowerShell,
    };
}
