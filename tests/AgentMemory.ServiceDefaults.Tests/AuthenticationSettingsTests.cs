using AgentMemory.ServiceDefaults.Authentication;

namespace AgentMemory.ServiceDefaults.Tests;

[Trait("Spec", "13.1")]
[Trait("Trap", "T18b")]
public sealed class AuthenticationSettingsTests
{
    private static readonly OAuth2Settings OAuth2 =
        new("https://a.example.com", null, new Uri("https://a.example.com/keys"), ["RS256"], null, null);

    [Theory]
    // DISABLE_AUTH, AUTH_MODE, TOKEN_AUTH_ENABLED: on, JWTs, off, off explicitly, or the variable that is wrong
    [InlineData(null, null, false, "off")]
    [InlineData(null, null, true, "on")]
    [InlineData(null, "disabled", false, "off")]
    [InlineData(null, "disabled", true, "on")]
    [InlineData(null, "token", false, "on")]
    [InlineData(null, "token", true, "on")]
    [InlineData(null, "oauth2", false, "JWTs")]
    [InlineData(null, "oauth2", true, "AUTH_MODE=oauth2")]
    [InlineData(true, null, false, "off explicitly")]
    [InlineData(true, null, true, "off explicitly")]
    [InlineData(true, "disabled", false, "off explicitly")]
    [InlineData(true, "disabled", true, "off explicitly")]
    [InlineData(true, "token", false, "off explicitly")]
    [InlineData(true, "token", true, "off explicitly")]
    [InlineData(true, "oauth2", false, "off explicitly")]
    [InlineData(true, "oauth2", true, "off explicitly")]
    [InlineData(false, null, false, "DISABLE_AUTH=false")]
    [InlineData(false, null, true, "on")]
    [InlineData(false, "disabled", false, "DISABLE_AUTH=false")]
    [InlineData(false, "disabled", true, "on")]
    [InlineData(false, "token", false, "on")]
    [InlineData(false, "token", true, "on")]
    [InlineData(false, "oauth2", false, "JWTs")]
    [InlineData(null, "OAuth2", false, "JWTs")]
    [InlineData(false, "oauth2", true, "AUTH_MODE=oauth2")]
    [InlineData(null, "TOKEN", false, "on")]
    [InlineData(null, "", false, "off")]
    [InlineData(null, "basic", false, "AUTH_MODE is")]
    [InlineData(true, "basic", false, "AUTH_MODE is")]
    public void The_three_variables_decide(bool? disableAuth, string? authMode, bool tokenAuthEnabled, string expected)
    {
        var (settings, problem) = AuthenticationSettings.Decide(disableAuth, authMode, tokenAuthEnabled, () => (OAuth2, null));

        switch (expected)
        {
            case "on":
                Assert.Equal(new AuthenticationSettings(AuthenticationMode.Token, OffExplicitly: false), settings);
                break;
            case "JWTs":
                Assert.Equal(new AuthenticationSettings(AuthenticationMode.OAuth2, OffExplicitly: false) { OAuth2 = OAuth2 }, settings);
                break;
            case "off":
                Assert.Equal(new AuthenticationSettings(AuthenticationMode.Off, OffExplicitly: false), settings);
                break;
            case "off explicitly":
                Assert.Equal(new AuthenticationSettings(AuthenticationMode.Off, OffExplicitly: true), settings);
                break;
            default:
                Assert.Null(settings);
                Assert.StartsWith(expected, problem, StringComparison.Ordinal);
                break;
        }
    }
}
