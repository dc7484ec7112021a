using AgentMemory.Search;
using AgentMemory.Tenancy.Tests.Requests;
using AgentMemory.Tenancy.Tests.Server;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Tenancy.Tests;

/// <summary>
/// No token that is bound to a tenant ever reads, counts, changes or deletes anything of another: not by any endpoint,
/// nor by any sequence of requests.
/// </summary>
public sealed class TenancyTests(Twins twins) : IClassFixture<Twins>
{
    private const int Cases = 20;
    private const int LongestAttack = 40;

    private static int _case;

    private static readonly Gen<HostileRequest> AnyRequest = Gen.OneOf(EndpointRequests.All.Values);

    private static readonly Gen<Attack> Attacks =
        from binding in Gen.Elements(Binding.All)
        from length in Gen.Choose(1, LongestAttack)
        from requests in Gen.ListOf(AnyRequest, length)
        select new Attack(binding, [.. requests]);

    [Fact]
    public void Every_endpoint_is_open_on_purpose_or_attacked_here()
    {
        var endpoints = Routes(twins.Shared.Endpoints).ToLookup(route => route.IsOpen, route => route.Name);

        Assert.Equal(EndpointRequests.All.Keys.Order(StringComparer.Ordinal), endpoints[false].Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                "GET /", "GET /alive", "GET /docs", "GET /docs/docs.css", "GET /docs/docs.js", "GET /health", "GET /openapi.json",
                "GET /v1/health", "GET /v1/ready",
            ],
            endpoints[true].Where(name => !name.StartsWith("GET /console", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_other_endpoint_needs_a_token()
    {
        foreach (var (name, requests) in EndpointRequests.All)
        {
            var request = requests.Sample(1).Single();
            foreach (var token in new[] { null, new string('x', 43) })
            {
                var answer = await twins.Shared.SendAsync(token, request.Method, request.Path, request.Body);
                Assert.True(answer.Status == 401, $"{name}: {answer.Status} {answer.Text}");
            }
        }
    }

    [Fact]
    public Task No_bound_token_sees_counts_changes_or_deletes_what_is_not_its_own() => Task.Run(() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Cases), Prop.ForAll(Arb.From(Attacks, Shorter), Run)));

    /// <summary>Otherwise the property would hold of servers that do nothing in the background.</summary>
    [Fact]
    public async Task What_owners_have_is_extracted_merged_and_tagged()
    {
        var names = new Names(Interlocked.Increment(ref _case));
        var (@namespace, user) = Population.Owners[0];
        await Population.FillAsync(twins.Shared, names, (ns, id) => (ns, id) == (@namespace, user), areOthers: false);

        var records = await twins.Shared.Services.GetRequiredService<IMemorySearchIndex>().ListAsync(
            AccessScope.Of(new Owner(names.Fill(@namespace), names.Fill(user))), MemoryFilter.None, 0, 100, CancellationToken.None);

        var extracted = records.Records.Where(record => record.ExtractionStrategy == "deterministic").ToList();
        Assert.NotEmpty(extracted);
        Assert.All(extracted, record => Assert.NotEmpty(record.Topics!));
        Assert.DoesNotContain(records.Records, record => record.Id == "alias");
    }

    /// <summary>Otherwise the property would hold because the requests ask for nothing.</summary>
    [Fact]
    public async Task The_same_requests_with_an_unbound_token_find_and_change_everything()
    {
        Names? names = null;
        var before = "";
        foreach (var (name, requests) in EndpointRequests.All)
        {
            if (names is null)
            {
                names = new Names(Interlocked.Increment(ref _case));
                await Population.FillAsync(twins.Shared, names, (_, _) => true, areOthers: true);
                before = await Population.ReadAsync(twins.Shared, names, (_, _) => true);
            }

            var seen = new System.Text.StringBuilder();
            foreach (var request in requests.Sample(60))
                seen.Append((await SendAsync(twins.Shared, twins.Shared.AdminToken, names, request, null)).Text);
            await twins.Shared.WaitUntilIdleAsync();

            var after = await Population.ReadAsync(twins.Shared, names, (_, _) => true);
            Assert.True(
                seen.ToString().Contains(names.Fill(Names.Secret), StringComparison.Ordinal) || before != after || ListsOnly(name),
                $"{name} reaches nothing with these requests");
            if (before != after)
                names = null;
        }
    }

    /// <summary>Answers with ids or counts alone, or with what the request itself says.</summary>
    private static bool ListsOnly(string name) =>
        name is "GET /v1/overview" or "GET /v1/events" or "GET /v1/sessions" or "GET /v1/working-memory/" or "GET /sessions/" or "POST /v1/summary-views";

    /// <summary>FsCheck runs its properties on a thread of their own.</summary>
    private void Run(Attack attack) => RunAsync(attack).GetAwaiter().GetResult();

    private async Task RunAsync(Attack attack)
    {
        var names = new Names(Interlocked.Increment(ref _case));
        bool IsOwn(string @namespace, string user) => attack.Binding.Contains(@namespace, user);
        bool IsOthers(string @namespace, string user) => !IsOwn(@namespace, user);
        await Task.WhenAll(FillSharedAsync(), Population.FillAsync(twins.Alone, names, IsOwn, areOthers: false));
        var sharedToken = await AddTokenAsync(twins.Shared, names, attack.Binding);
        var aloneToken = await AddTokenAsync(twins.Alone, names, attack.Binding);
        var others = await Population.ReadAsync(twins.Shared, names, IsOthers);

        var (sharedVersion, aloneVersion) = ((string?)null, (string?)null);
        foreach (var request in attack.Requests)
        {
            var shared = await SendAsync(twins.Shared, sharedToken, names, request, sharedVersion);
            var alone = await SendAsync(twins.Alone, aloneToken, names, request, aloneVersion);
            (sharedVersion, aloneVersion) = (shared.ETag ?? sharedVersion, alone.ETag ?? aloneVersion);

            Assert.True(shared.Status < 500, $"{request}: {shared.Text}");
            Assert.DoesNotContain(names.Fill(Names.Secret), shared.Text, StringComparison.Ordinal);
            Assert.Equal(Comparable(request, alone), Comparable(request, shared));
            if (!request.Reads)
            {
                await twins.Shared.WaitUntilIdleAsync();
                await twins.Alone.WaitUntilIdleAsync();
            }
        }

        Assert.Equal(others, await Population.ReadAsync(twins.Shared, names, IsOthers));

        async Task FillSharedAsync()
        {
            await Population.FillAsync(twins.Shared, names, IsOthers, areOthers: true);
            await Population.FillAsync(twins.Shared, names, IsOwn, areOthers: false);
        }
    }

    /// <summary>What happens in the background to one thing comes between what is done to another at no moment in particular: of
    /// everything that happened the order is left out.</summary>
    private static string Comparable(HostileRequest request, Answer answer) =>
        request.Path.StartsWith(EndpointRequests.Events, StringComparison.Ordinal) ? answer.ComparableEvents() : answer.Comparable();

    private static Task<Answer> SendAsync(TenantServer server, string token, Names names, HostileRequest request, string? version) =>
        server.SendAsync(
            token, request.Method, names.FillPath(request.Path), request.Body is { } body ? names.FillJson(body) : null,
            request.IfMatch == HostileRequest.LatestVersion ? version : request.IfMatch);

    private static Task<string> AddTokenAsync(TenantServer server, Names names, Binding binding) => server.AddTokenAsync(
        binding.Namespaces?.Select(names.Fill).ToArray(), binding.Users?.Select(names.Fill).ToArray());

    private static IEnumerable<(string Name, bool IsOpen)> Routes(IEnumerable<RouteEndpoint> endpoints) =>
        from endpoint in endpoints
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"]
        select ($"{method} /{endpoint.RoutePattern.RawText?.TrimStart('/')}", endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null);

    /// <summary>The attack without one of its requests each.</summary>
    private static IEnumerable<Attack> Shorter(Attack attack) =>
        Enumerable.Range(0, attack.Requests.Count).Select(index =>
            attack with { Requests = [.. attack.Requests.Where((_, position) => position != index)] });
}
