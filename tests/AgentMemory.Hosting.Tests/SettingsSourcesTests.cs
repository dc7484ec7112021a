using AgentMemory.Hosting.Settings;
using Microsoft.Extensions.Configuration;

namespace AgentMemory.Hosting.Tests;

[Trait("Spec", "9.1")]
[Trait("Trap", "T40")]
public sealed class SettingsSourcesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_environment_goes_before_dotenv_and_dotenv_before_the_file()
    {
        _folder.Write("memory.yaml", "port: 1\nlog_level: 1\nauth_mode: 1\n");
        _folder.Write(".env", "LOG_LEVEL=2\nAUTH_MODE=2\n");

        var source = Read(("REDIS_MEMORY_CONFIG", "memory.yaml"), ("AUTH_MODE", "3"));

        Assert.Equal(("1", "2", "3"), (source["PORT"], source["LOG_LEVEL"], source["AUTH_MODE"]));
    }

    [Theory]
    [InlineData("settings.yaml", "port: 9\nlong_term_memory: off\nhost: \"127.0.0.1\" # comment\nauth_mode: ~\nother: null\n")]
    [InlineData("settings.yml", "PORT: 9\nLong_Term_Memory: off\nhost: '127.0.0.1'\n")]
    [InlineData("settings.json", """{"port": 9, "long_term_memory": "off", "host": "127.0.0.1", "auth_mode": null}""")]
    [InlineData("settings.conf", """{"port": 9, "long_term_memory": "off", "host": "127.0.0.1"}""")]
    public void A_file_is_yaml_or_json(string name, string content)
    {
        _folder.Write(name, content);

        var source = Read(("REDIS_MEMORY_CONFIG", name));

        Assert.Equal(("9", "off", "127.0.0.1"), (source["PORT"], source["LONG_TERM_MEMORY"], source["HOST"]));
        Assert.Null(source["AUTH_MODE"]);
    }

    [Fact]
    public void The_older_name_of_the_file_variable_works_and_the_newer_goes_first()
    {
        _folder.Write("old.yaml", "port: 1");
        _folder.Write("new.yaml", "port: 2");

        Assert.Equal("1", Read(("APP_CONFIG_FILE", "old.yaml"))["PORT"]);
        Assert.Equal("2", Read(("APP_CONFIG_FILE", "old.yaml"), ("REDIS_MEMORY_CONFIG", "new.yaml"))["PORT"]);
    }

    [Fact]
    public void Two_underscores_in_a_variable_separate_sections()
    {
        var source = Read(("ConnectionStrings__redis", "localhost:1"), ("services__api__http__0", "http://localhost:2"));

        Assert.Equal("localhost:1", source.GetConnectionString("redis"));
        Assert.Equal("http://localhost:2", source["services:api:http:0"]);
    }

    [Fact]
    public void Dotenv_may_name_the_file()
    {
        var path = _folder.Write("x.yaml", "port: 5");
        _folder.Write(".env", $"REDIS_MEMORY_CONFIG={path}");

        Assert.Equal("5", Read()["port"]);
    }

    [Theory]
    [InlineData("missing.yaml", null, "the file cannot be read")]
    [InlineData("a.yaml", "port: [1, 2]", "line 1 is not a plain value")]
    [InlineData("a.yaml", "- port", "not a list of name: value lines")]
    [InlineData("a.yaml", "port: 1\nport: 2", "is not valid YAML")]
    [InlineData("a.yaml", "port: \"1", "is not valid YAML")]
    [InlineData("a.json", "port: 1", "line 1 is not valid JSON")]
    [InlineData("a.json", """{"port": {"a": 1}}""", "port is not a plain value")]
    [InlineData("a.json", "[1]", "not a JSON object")]
    public void A_file_that_cannot_be_used_is_a_clear_error(string name, string? content, string problem)
    {
        if (content is not null)
            _folder.Write(name, content);

        var refusal = Assert.Throws<StartupException>(() => Read(("REDIS_MEMORY_CONFIG", name)));

        var line = Assert.Single(refusal.Problems);
        Assert.StartsWith("REDIS_MEMORY_CONFIG=", line, StringComparison.Ordinal);
        Assert.Contains(name, line, StringComparison.Ordinal);
        Assert.Contains(problem, line, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_sets_nothing()
    {
        _folder.Write("a.yaml", "# nothing yet\n");

        Assert.Null(Read(("REDIS_MEMORY_CONFIG", "a.yaml"))["PORT"]);
    }

    [Fact]
    public void Dotenv_knows_quotes_comments_and_export()
    {
        _folder.Write(".env", """
            # a comment
            A=plain text # and why
            export B = "with # and \"quotes\" and\nlines"
            C='single \n'

            D=
            e=lower
            URL=http://host/path#part
            """);

        var source = Read();

        Assert.Equal("plain text", source["A"]);
        Assert.Equal("with # and \"quotes\" and\nlines", source["B"]);
        Assert.Equal("single \\n", source["C"]);
        Assert.Equal("", source["D"]);
        Assert.Equal("lower", source["E"]);
        Assert.Equal("http://host/path#part", source["URL"]);
    }

    [Theory]
    [InlineData("A=1\nsecret-without-name", "line 2 is not NAME=value")]
    [InlineData("A B=1", "line 1 is not NAME=value")]
    [InlineData("A=\"secret", "line 1 opens a quote and does not close it")]
    public void A_broken_dotenv_line_is_named_but_not_quoted(string content, string problem)
    {
        _folder.Write(".env", content);

        var refusal = Assert.Throws<StartupException>(() => Read());

        Assert.Equal([$".env: {problem}"], refusal.Problems);
    }

    private IConfiguration Read(params (string Name, string Value)[] environment) => SettingsSources.Read(
        environment.Select(variable => KeyValuePair.Create(variable.Name, (string?)variable.Value)), _folder.Path);
}
