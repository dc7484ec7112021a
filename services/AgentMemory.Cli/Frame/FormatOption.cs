using System.CommandLine;

namespace AgentMemory.Cli.Frame;

/// <summary><c>--format</c>. JSON goes to standard output alone; what else there is to say goes to standard error.</summary>
internal sealed class FormatOption : Option<string>
{
    private const string Json = "json";

    public FormatOption()
        : base("--format")
    {
        Description = "How to print the result";
        DefaultValueFactory = _ => "text";
        this.AcceptOnlyFromAmong("text", Json);
    }

    public bool IsJson(ParseResult parsed) => parsed.GetValue(this) == Json;
}
