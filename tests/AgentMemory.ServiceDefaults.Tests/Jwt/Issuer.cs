using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentMemory.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AgentMemory.ServiceDefaults.Tests.Jwt;

/// <summary>An issuer of JWTs that answers its public keys on a real Kestrel.</summary>
internal sealed class Issuer : IAsyncDisposable
{
    private static readonly string[] Empty = [];

    /// <summary>Making one takes longer than most tests.</summary>
    private static readonly Lazy<SecurityKey> FirstKey = new(() => NewKey("k1"));

    private readonly WebApplication _app;
    private readonly List<JsonWebKey> _published = [];
    private int _fetches;

    private Issuer(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public int Fetches => _fetches;

    /// <summary>What is answered in place of the keys.</summary>
    public (int Status, string Body)? Outage { get; set; }

    public static async Task<Issuer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var issuer = new Issuer(app);
        app.Run(issuer.AnswerAsync);
        await app.StartAsync();
        return issuer;
    }

    public AuthenticationSettings Authentication(
        string? audience = null, string? namespaces = null, string? users = null, params string[] algorithms)
    {
        var (settings, _) = OAuth2Settings.Decide(Url, audience, null, algorithms.Length > 0 ? algorithms : ["RS256"], namespaces, users);
        return new(AuthenticationMode.OAuth2, OffExplicitly: false) { OAuth2 = settings };
    }

    /// <summary>Answered from now on; of all issuers the same.</summary>
    public SecurityKey AddFirstKey()
    {
        Publish(FirstKey.Value);
        return FirstKey.Value;
    }

    /// <summary>A key pair whose public half is answered from now on.</summary>
    public SecurityKey AddKey(string id, string kind = "RSA")
    {
        var key = NewKey(id, kind);
        Publish(key);
        return key;
    }

    public static SecurityKey NewKey(string id, string kind = "RSA") => kind == "RSA"
        ? new RsaSecurityKey(RSA.Create(2048)) { KeyId = id }
        : new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = id };

    public void Publish(SecurityKey key) => _published.Add(PublicHalf(key));

    public void Withdraw(string id) => _published.RemoveAll(key => key.Kid == id);

    /// <summary>A good token, with these claims added, replaced, or (null) removed.</summary>
    public string Sign(SecurityKey key, string algorithm = "RS256", params (string Name, object? Value)[] claims)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var all = new Dictionary<string, object?> { ["iss"] = Url, ["sub"] = "ann", ["iat"] = now, ["exp"] = now + 600 };
        foreach (var (name, value) in claims)
            all[name] = value;
        var payload = JsonSerializer.Serialize(all.Where(claim => claim.Value is not null).ToDictionary());
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }
            .CreateToken(payload, new SigningCredentials(key, algorithm) { CryptoProviderFactory = new() { CacheSignatureProviders = false } });
    }

    /// <summary>Any header with a payload that is otherwise good, signed by <paramref name="sign"/>.</summary>
    public string Forge(object header, Func<byte[], byte[]> sign)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var signed = Part(header) + "." + Part(new { iss = Url, sub = "ann", iat = now, exp = now + 600 });
        return signed + "." + Base64UrlEncoder.Encode(sign(Encoding.ASCII.GetBytes(signed)));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static string Part(object value) => Base64UrlEncoder.Encode(JsonSerializer.SerializeToUtf8Bytes(value));

    private static JsonWebKey PublicHalf(SecurityKey key) => key switch
    {
        RsaSecurityKey rsa => JsonWebKeyConverter.ConvertFromRSASecurityKey(
            new RsaSecurityKey(rsa.Rsa.ExportParameters(false)) { KeyId = key.KeyId }),
        ECDsaSecurityKey ec => JsonWebKeyConverter.ConvertFromECDsaSecurityKey(
            new ECDsaSecurityKey(ECDsa.Create(ec.ECDsa.ExportParameters(false))) { KeyId = key.KeyId }),
        SymmetricSecurityKey shared => JsonWebKeyConverter.ConvertFromSymmetricSecurityKey(shared),
        _ => throw new ArgumentException("No key of a known kind", nameof(key)),
    };

    private async Task AnswerAsync(HttpContext http)
    {
        if (http.Request.Path != "/.well-known/jwks.json")
        {
            http.Response.StatusCode = 404;
            return;
        }

        Interlocked.Increment(ref _fetches);
        var (status, body) = Outage ?? (200, JsonSerializer.Serialize(new
        {
            keys = _published.Select(key => new
            {
                kty = key.Kty,
                kid = key.Kid,
                use = "sig",
                n = key.N,
                e = key.E,
                crv = key.Crv,
                x = key.X,
                y = key.Y,
                k = key.K,
                x5c = Empty,
            }),
        }));
        http.Response.StatusCode = status;
        await http.Response.WriteAsync(body);
    }
}
