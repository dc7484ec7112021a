using System.Text;
using AgentMemory.Errors;
using AgentMemory.Hosting.Settings;
using AgentMemory.ServiceDefaults.Authentication;
using AgentMemory.Tenancy;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Hosting.Tests;

[Trait("Spec", "13.3")]
[Trait("Trap", "T42")]
public sealed class TokenServiceTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly AdjustableTime _time = new();
    private readonly ServiceProvider _services;

    public TokenServiceTests() => _services = OpenStore();

    private TokenService Tokens => _services.GetRequiredService<TokenService>();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_made_token_has_32_random_bytes_and_is_accepted()
    {
        var one = await CreateAsync(new() { Description = " laptop " });
        var other = await CreateAsync(new() { Description = "server" });

        Assert.Matches("^[A-Za-z0-9_-]{43}$", one.Secret);
        Assert.NotEqual(one.Secret, other.Secret);
        Assert.Matches("^[0-9a-hj-km-np-tv-z]{8}$", one.Token.PublicId);
        Assert.Equal("laptop", one.Token.Description);
        var check = await CheckAsync(one.Secret);
        Assert.Equal(TokenValidity.Valid, check.Validity);
        Assert.Equal(one.Token.PublicId, check.Token!.PublicId);
        Assert.Equal(AccessScope.Everything, check.Token.Scope);
    }

    [Fact]
    public async Task The_secret_is_not_in_the_data_folder()
    {
        var issued = await CreateAsync(new() { Description = "laptop" });
        await _services.DisposeAsync();

        Assert.All(Directory.GetFiles(_folder.Path), file => Assert.DoesNotContain(
            issued.Secret, Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_token_is_refused()
    {
        var issued = await CreateAsync(new() { Description = "laptop" });

        Assert.Equal(TokenCheck.Unknown, await CheckAsync("nobody-knows-this-token-at-all-really"));
        Assert.Equal(TokenCheck.Unknown, await CheckAsync(issued.Secret + "x"));
        Assert.Equal(TokenCheck.Unknown, await CheckAsync(issued.Secret[..^1]));
        Assert.Equal(TokenCheck.Unknown, await CheckAsync(issued.Secret.ToUpperInvariant()));
        Assert.Equal(TokenCheck.Unknown, await CheckAsync(""));
    }

    [Fact]
    public async Task A_token_expires_at_its_time_and_stays_listed()
    {
        var issued = await CreateAsync(new() { Description = "guest", Lifetime = TimeSpan.FromDays(2) });
        Assert.Equal(TokenValidity.Valid, (await CheckAsync(issued.Secret)).Validity);

        _time.Offset = TimeSpan.FromDays(2);

        Assert.Equal(TokenCheck.Expired, await CheckAsync(issued.Secret));
        Assert.True(Tokens.IsExpired(Assert.Single(await Tokens.ListAsync(CancellationToken.None))));
    }

    [Fact]
    public async Task A_removed_token_is_refused_at_once_also_by_another_process()
    {
        var issued = await CreateAsync(new() { Description = "laptop" });
        await using var another = OpenStore();
        var elsewhere = another.GetRequiredService<TokenService>();
        Assert.Equal(TokenValidity.Valid, (await elsewhere.CheckAsync(issued.Secret, CancellationToken.None)).Validity);

        Assert.True(await Tokens.RemoveAsync(issued.Token.PublicId, CancellationToken.None));

        Assert.Equal(TokenCheck.Unknown, await CheckAsync(issued.Secret));
        Assert.Equal(TokenCheck.Unknown, await elsewhere.CheckAsync(issued.Secret, CancellationToken.None));
        Assert.False(await Tokens.RemoveAsync(issued.Token.PublicId, CancellationToken.None));
    }

    [Fact]
    public async Task Bindings_are_kept_and_an_empty_list_binds_nothing()
    {
        var bound = await CreateAsync(new() { Description = "app", Namespaces = ["a", "b"], Users = ["u"] });
        var unbound = await CreateAsync(new() { Description = "all", Namespaces = [], Users = [] });

        var token = (await CheckAsync(bound.Secret)).Token!;
        Assert.Equal(["a", "b"], token.Namespaces);
        Assert.Equal(["u"], token.Users);
        Assert.True((await CheckAsync(unbound.Secret)).Token!.Scope.IsUnrestricted);
    }

    [Fact]
    public async Task A_given_secret_of_32_characters_is_accepted_once()
    {
        var secret = new string('s', TokenService.MinimumSecretLength);

        Assert.Equal(secret, (await CreateAsync(new() { Description = "given", Secret = secret })).Secret);

        Assert.Equal(TokenValidity.Valid, (await CheckAsync(secret)).Validity);
        await Assert.ThrowsAsync<ConflictException>(() => CreateAsync(new() { Description = "again", Secret = secret }));
    }

    public static TheoryData<NewToken, string> Unusable => new()
    {
        { new() { Description = " " }, "description" },
        { new() { Description = "x", Lifetime = TimeSpan.Zero }, "expires" },
        { new() { Description = "x", Lifetime = TimeSpan.FromDays(-1) }, "expires" },
        { new() { Description = "x", Lifetime = TimeSpan.MaxValue }, "expires" },
        { new() { Description = "x", Namespaces = ["a", ""] }, "namespace" },
        { new() { Description = "x", Users = [" "] }, "user" },
        { new() { Description = "x", Secret = new string('s', 31) }, "token" },
        { new() { Description = "x", Secret = new string('s', 513) }, "token" },
        { new() { Description = "x", Secret = new string('s', 32) + " " }, "token" },
        { new() { Description = "x", Secret = new string('é', 32) }, "token" },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task An_unusable_request_is_refused_by_the_field(NewToken request, string field)
    {
        var refusal = await Assert.ThrowsAsync<InvalidRequestException>(() => CreateAsync(request));

        Assert.Contains(field, refusal.Message, StringComparison.Ordinal);
        Assert.Empty(await Tokens.ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Printing_a_token_prints_no_secret()
    {
        var issued = await CreateAsync(new() { Description = "x", Secret = new string('s', 40) });

        Assert.DoesNotContain("ssss", issued.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("ssss", new NewToken { Description = "x", Secret = "ssss" }.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_verifier_says_what_the_service_found()
    {
        var bound = await CreateAsync(new() { Description = "app", Namespaces = ["a"], Lifetime = TimeSpan.FromDays(1) });
        var verifier = new StoredTokenVerifier(Tokens);

        var valid = await verifier.VerifyAsync(bound.Secret, CancellationToken.None);
        Assert.Equal(TokenState.Valid, valid.State);
        Assert.Equal(bound.Token.PublicId, valid.Identity!.PublicId);
        Assert.Equal(["a"], valid.Identity.Namespaces);
        Assert.Null(valid.Identity.Users);
        Assert.Equal(TokenVerification.Unknown, await verifier.VerifyAsync("other", CancellationToken.None));
        _time.Offset = TimeSpan.FromDays(1);
        Assert.Equal(TokenVerification.Expired, await verifier.VerifyAsync(bound.Secret, CancellationToken.None));
    }

    private Task<IssuedToken> CreateAsync(NewToken request) => Tokens.CreateAsync(request, CancellationToken.None);

    private ValueTask<TokenCheck> CheckAsync(string secret) => Tokens.CheckAsync(secret, CancellationToken.None);

    private ServiceProvider OpenStore()
    {
        var source = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("AGENT_MEMORY_DATA", (string?)_folder.Path)])
            .Build();
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(_time)
            .AddMemoryStore(MemorySettings.Load(source))
            .BuildServiceProvider();
    }

    private sealed class AdjustableTime : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
    }
}
