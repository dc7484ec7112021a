using System.Text.RegularExpressions;
using AgentMemory.Hosting.Settings;

namespace AgentMemory.Hosting.Tests;

public sealed partial class ConfigurationDocumentTests
{
    [Fact, Trait("Trap", "T65")]
    public void The_table_of_settings_and_the_code_agree()
    {
        var documented = Row().Matches(Repository.Read("docs/configuration.md"))
            .Select(row => new SettingDefinition(
                row.Groups["name"].Value, row.Groups["type"].Value.Trim(), row.Groups["default"].Value.Trim(' ', '`')))
            .OrderBy(setting => setting.Name, StringComparer.Ordinal);

        Assert.Equal(MemorySettings.Definitions().OrderBy(setting => setting.Name, StringComparer.Ordinal), documented);
    }

    [GeneratedRegex(@"^\| `(?<name>[A-Z0-9_]+)` \|(?<type>[^|]*)\|(?<default>[^|]*)\|[^|]+\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
