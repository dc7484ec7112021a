namespace AgentMemory.Cli.Frame;

/// <summary>How every command ends. Scripts rely on them; the root help lists them.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>Refused by the store or its rules, declined, not found, or failed.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong, or confirmation is needed where nobody can be asked.</summary>
    public const int Usage = 2;

    /// <summary>Ctrl-C or SIGTERM: 128 and the number of the first, as shells count.</summary>
    public const int Interrupted = 130;
}
