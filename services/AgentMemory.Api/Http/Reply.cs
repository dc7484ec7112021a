using System.Globalization;
using System.Text.Json;
using AgentMemory.Wire.Answers;

namespace AgentMemory.Api.Http;

/// <summary>Writes answers: 200 with a JSON body of known length (spec 1.4).</summary>
internal static class Reply
{
    private const string Json = "application/json";

    public static Task With<T>(HttpContext http, T answer, int status = StatusCodes.Status200OK)
    {
        http.Response.StatusCode = status;
        return With(http, Render(answer));
    }

    /// <summary>As <see cref="With{T}(HttpContext, T, int)"/>, with the version as ETag.</summary>
    public static Task WithVersion<T>(HttpContext http, T answer, long version) =>
        WithETag(http, Render(answer), ETag(version));

    public static Task WithETag(HttpContext http, byte[] body, string etag)
    {
        http.Response.Headers.ETag = etag;
        return With(http, body);
    }

    public static byte[] Render<T>(T answer) => JsonSerializer.SerializeToUtf8Bytes(answer, WireContext.Of<T>());

    public static string ETag(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    private static Task With(HttpContext http, byte[] body)
    {
        var response = http.Response;
        response.ContentType = Json;
        response.ContentLength = body.Length;
        var write = response.BodyWriter.WriteAsync(body, http.RequestAborted);
        return write.IsCompletedSuccessfully ? Task.CompletedTask : write.AsTask();
    }
}
