using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace AgentMemory.Models;

/// <summary>
/// Turns every answer that is none into a <see cref="ProviderException"/> before an SDK sees it: their exceptions carry the
/// provider's body, which may repeat the prompt, and not the <c>Retry-After</c>.
/// </summary>
internal sealed class ProviderHandler(ChatModelOptions options, TimeProvider time) : DelegatingHandler
{
    /// <summary>How much of a complaint is looked at.</summary>
    private const int ComplaintBytes = 4096;

    public static HttpClient CreateClient(ChatModelOptions options, TimeProvider time)
    {
        // Redirects are refused, so that the key goes to the configured address only.
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        return new(new ProviderHandler(options, time) { InnerHandler = sockets }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw Failure(ProviderFailure.Passing, "cannot be reached");
        }
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw await RefusedAsync(response, cancellationToken);
    }

    private async Task<ProviderException> RefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var (failure, advice) = response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => (ProviderFailure.Lasting, $"; check {options.KeyVariable ?? "its access"}"),
            HttpStatusCode.PaymentRequired => (ProviderFailure.Lasting, "; check the provider's account"),
            HttpStatusCode.NotFound => (ProviderFailure.Lasting, $"; check {options.Variable} and the address"),
            HttpStatusCode.TooManyRequests => (ProviderFailure.Passing, "; its rate limit or quota is used up"),
            HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity =>
                (ProviderFailure.Request, ""),
            _ when status is 408 or 409 or 425 or >= 500 => (ProviderFailure.Passing, ""),
            _ => (ProviderFailure.Lasting, ""),
        };
        return new(
            failure, $"Model {options.Model} at {options.Endpoint.Authority} answered HTTP {status}{advice}", status,
            RetryAfter(response.Headers.RetryAfter))
        {
            IsAboutTemperature = failure == ProviderFailure.Request
                && await MentionsAsync(response.Content, "temperature", cancellationToken),
        };
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    private static async Task<bool> MentionsAsync(HttpContent content, string word, CancellationToken cancellationToken)
    {
        var complaint = new byte[ComplaintBytes];
        await using var body = await content.ReadAsStreamAsync(cancellationToken);
        var length = await body.ReadAtLeastAsync(complaint, complaint.Length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(complaint, 0, length).Contains(word, StringComparison.OrdinalIgnoreCase);
    }

    private ProviderException Failure(ProviderFailure failure, string what) =>
        new(failure, $"Model {options.Model} at {options.Endpoint.Authority} {what}");
}
