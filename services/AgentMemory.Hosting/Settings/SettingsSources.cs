using System.Collections;
using Microsoft.Extensions.Configuration;

namespace AgentMemory.Hosting.Settings;

/// <summary>
/// Where settings come from, strongest first: the environment, <c>.env</c> in the working directory, the YAML or JSON file
/// that <c>REDIS_MEMORY_CONFIG</c> (or, as in older versions, <c>APP_CONFIG_FILE</c>) names. Names are case-insensitive.
/// Two underscores in a variable separate sections, as in <c>ConnectionStrings__redis</c>.
/// </summary>
public static class SettingsSources
{
    private static readonly string[] FileVariables = ["REDIS_MEMORY_CONFIG", "APP_CONFIG_FILE"];

    /// <summary>This process's environment and working directory.</summary>
    /// <exception cref="StartupException">A file cannot be read.</exception>
    public static IConfiguration OfThisProcess() => Read(
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value)),
        Directory.GetCurrentDirectory());

    /// <exception cref="StartupException">A file cannot be read.</exception>
    public static IConfiguration Read(IEnumerable<KeyValuePair<string, string?>> environment, string workingDirectory)
    {
        var variables = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in environment)
            variables[name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)] = value;

        var dotEnvPath = Path.Combine(workingDirectory, ".env");
        var dotEnv = File.Exists(dotEnvPath) ? ReadFile(dotEnvPath, ".env", DotEnvFile.Parse) : [];

        var file = new Dictionary<string, string?>();
        foreach (var variable in FileVariables)
        {
            var path = variables.GetValueOrDefault(variable) ?? dotEnv.GetValueOrDefault(variable);
            if (string.IsNullOrWhiteSpace(path))
                continue;
            path = Path.Combine(workingDirectory, path);
            file = ReadFile(path, $"{variable}={path}", reader => SettingsFile.Parse(path, reader));
            break;
        }
        return new ConfigurationBuilder()
            .AddInMemoryCollection(file)
            .AddInMemoryCollection(dotEnv)
            .AddInMemoryCollection(variables)
            .Build();
    }

    private static Dictionary<string, string?> ReadFile(
        string path, string shownAs, Func<TextReader, Dictionary<string, string?>> parse)
    {
        try
        {
            using var reader = File.OpenText(path);
            return parse(reader);
        }
        catch (FormatException failure)
        {
            throw new StartupException($"{shownAs}: {failure.Message}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{shownAs}: the file cannot be read ({failure.Message})");
        }
    }
}
