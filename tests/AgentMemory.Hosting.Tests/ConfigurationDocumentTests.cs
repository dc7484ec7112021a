using System.Text.RegularExpressions;
using AgentMemory.Hosting.Settings;

namespace AgentMemory.Hosting.Tests;

public sealed partial class ConfigurationDocumentTests
{
    [Fact]
    public void The_table_of_settings_and_the_code_agree()
    {
        var documented = Row().Matches(ReadDocument())
            .Select(row => new SettingDefinition(
                row.Groups["name"].Value, row.Groups["type"].Value.Trim(), row.Groups["default"].Value.Trim(' ', '`')))
            .OrderBy(setting => setting.Name, StringComparer.Ordinal);

        Assert.Equal(MemorySettings.Definitions().OrderBy(setting => setting.Name, StringComparer.Ordinal), documented);
    }

    private static string ReadDocument()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "AgentMemory.sln")))
            folder = folder.Parent;
        return File.ReadAllText(Path.Combine(folder.FullName, "docs", "configuration.md"));
    }

    [GeneratedRegex(@"^\| `(?<name>[A-Z_]+)` \|(?<type>[^|]*)\|(?<default>[^|]*)\|[^|]+\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
