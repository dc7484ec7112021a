using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Models.Tests;

public sealed class EmbeddingGeneratorTests : IAsyncLifetime
{
    private EmbeddingServer _server = null!;

    public async Task InitializeAsync() => _server = await EmbeddingServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Vectors_come_in_the_order_of_the_texts_in_either_encoding(bool base64)
    {
        _server.KnowsBase64 = base64;
        await using var model = Model();

        var embeddings = await model.Generator.GenerateAsync(["one", "three", "ab"]);

        Assert.Equal([3f, 5f, 2f], embeddings.Select(embedding => embedding.Vector.Span[0]));
        Assert.All(embeddings, embedding => Assert.Equal(4, embedding.Vector.Length));
        Assert.Equal(3, embeddings.Usage!.InputTokenCount);
        var call = Assert.Single(_server.Calls);
        Assert.Equal(("/v1/embeddings", "Bearer key-1", "test-model"), (call.Path, call.Authorization, call.Model));
        Assert.Equal(["one", "three", "ab"], call.Inputs);
    }

    [Fact]
    public async Task Many_texts_go_in_batches_and_keep_their_order()
    {
        await using var model = Model();
        string[] texts = [.. Enumerable.Range(1, 300).Select(length => new string('x', length))];

        var embeddings = await model.Generator.GenerateAsync(texts);

        Assert.Equal(texts.Select(text => (float)text.Length), embeddings.Select(embedding => embedding.Vector.Span[0]));
        Assert.Equal([128, 128, 44], _server.Calls.Select(call => call.Inputs.Length));
        Assert.Equal(300, embeddings.Usage!.InputTokenCount);
    }

    [Fact]
    public async Task A_batch_stays_within_the_tokens_of_one_request()
    {
        await using var model = Model();
        string[] texts = [.. Enumerable.Repeat(new string('x', 24_000), 30)];

        await model.Generator.GenerateAsync(texts);

        Assert.Equal(30, _server.Calls.Sum(call => call.Inputs.Length));
        Assert.All(_server.Calls, call => Assert.InRange(call.Inputs.Length, 1, 12));
    }

    [Fact]
    public async Task A_text_longer_than_the_window_is_cut()
    {
        await using var model = Model(options => options with { MaximumTokens = 10 });

        await model.Generator.GenerateAsync([new string('x', 100)]);

        Assert.Equal(new string('x', 30), Assert.Single(_server.Calls).Inputs.Single());
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_passing_failure_is_repeated(int status)
    {
        _server.Instead.Enqueue(Status(status));
        _server.Instead.Enqueue(Status(status));
        await using var model = Model();

        var embeddings = await model.Generator.GenerateAsync(["one"]);

        Assert.Equal(3f, Assert.Single(embeddings).Vector.Span[0]);
        Assert.Equal(3, _server.Calls.Count);
    }

    [Fact]
    public async Task Retry_after_is_waited_for()
    {
        _server.Instead.Enqueue(context =>
        {
            context.Response.Headers.RetryAfter = "1";
            return Status(429)(context);
        });
        await using var model = Model();
        var started = Stopwatch.GetTimestamp();

        await model.Generator.GenerateAsync(["one"]);

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0.95, 10);
    }

    [Fact]
    public async Task Repetitions_end_and_the_message_quotes_neither_text_nor_answer()
    {
        for (var attempt = 0; attempt < 3; attempt++)
            _server.Instead.Enqueue(Status(429));
        await using var model = Model();

        var failure = await Assert.ThrowsAsync<EmbeddingException>(() => model.Generator.GenerateAsync(["my secret"]));

        Assert.Equal(3, _server.Calls.Count);
        Assert.True(failure.IsTransient);
        Assert.Equal(
            $"Embedding model test-model at {_server.Address.Authority} answered HTTP 429; its rate limit or quota is used up",
            failure.Message);
        Assert.DoesNotContain("my secret", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("details of the server", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "answered HTTP 400")]
    [InlineData(401, "check OPENAI_API_KEY")]
    [InlineData(404, "check EMBEDDING_MODEL")]
    [InlineData(302, "answered HTTP 302")]
    public async Task A_lasting_failure_is_not_repeated(int status, string advice)
    {
        _server.Instead.Enqueue(Status(status));
        await using var model = Model();

        var failure = await Assert.ThrowsAsync<EmbeddingException>(() => model.Generator.GenerateAsync(["one"]));

        Assert.False(failure.IsTransient);
        Assert.Contains(advice, failure.Message, StringComparison.Ordinal);
        Assert.Single(_server.Calls);
    }

    [Fact]
    public async Task A_call_that_hangs_is_given_up_and_repeated()
    {
        _server.Instead.Enqueue(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var model = Model(options => options with { CallTimeout = TimeSpan.FromMilliseconds(300) });

        var embeddings = await model.Generator.GenerateAsync(["one"]);

        Assert.Single(embeddings);
        Assert.Equal(2, _server.Calls.Count);
    }

    [Fact]
    public async Task A_server_that_always_hangs_ends_in_time()
    {
        _server.Delay = Timeout.InfiniteTimeSpan;
        await using var model = Model(options => options with { CallTimeout = TimeSpan.FromMilliseconds(100) });

        var failure = await Assert.ThrowsAsync<EmbeddingException>(() => model.Generator.GenerateAsync(["one"]));

        Assert.True(failure.IsTransient);
        Assert.Equal(3, _server.Calls.Count);
    }

    [Fact]
    public async Task A_cancelled_caller_is_not_told_of_a_time_out()
    {
        _server.Delay = Timeout.InfiniteTimeSpan;
        await using var model = Model();
        using var caller = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => model.Generator.GenerateAsync(["one"], cancellationToken: caller.Token));

        Assert.Single(_server.Calls);
    }

    [Fact]
    public async Task An_endpoint_that_is_not_there_is_a_passing_failure()
    {
        await using var model = Model(options => options with { Endpoint = new("http://127.0.0.1:1/v1"), MaximumRetries = 0 });

        var failure = await Assert.ThrowsAsync<EmbeddingException>(() => model.Generator.GenerateAsync(["one"]));

        Assert.True(failure.IsTransient);
        Assert.Empty(_server.Calls);
    }

    [Fact]
    [Trait("Trap", "T63")]
    public async Task Vectors_of_another_length_are_refused_with_the_setting_to_change()
    {
        _server.Dimensions = 6;
        await using var model = Model();

        var failure = await Assert.ThrowsAsync<EmbeddingException>(() => model.Generator.GenerateAsync(["one"]));

        Assert.Contains("vectors of 6 numbers where 4 were expected", failure.Message, StringComparison.Ordinal);
        Assert.Contains("REDISVL_VECTOR_DIMENSIONS", failure.Message, StringComparison.Ordinal);
        Assert.Single(_server.Calls);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":[{"index":1,"embedding":[1,2,3,4]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":"!!"}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":"AAAA"}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,2,3,4]},{"index":0,"embedding":[1,2,3,4]}]}""")]
    [InlineData("""{"data":7}""")]
    [InlineData("""[]""")]
    public async Task An_answer_of_another_shape_is_refused(string answer)
    {
        _server.Instead.Enqueue(context => context.Response.WriteAsync(answer));
        await using var model = Model();

        var failure = await Assert.ThrowsAsync<EmbeddingException>(() => model.Generator.GenerateAsync(["one"]));

        Assert.Contains("something else than embeddings", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_under_way_are_limited()
    {
        _server.Delay = TimeSpan.FromMilliseconds(50);
        await using var model = Model(options => options with { Concurrency = 2 });

        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => model.Generator.GenerateAsync(["one"])));

        Assert.Equal(12, _server.Calls.Count);
        Assert.Equal(2, _server.MostUnderWay);
    }

    [Fact]
    [Trait("Trap", "T41")]
    public async Task Without_a_key_none_of_the_environments_is_sent()
    {
        await using var model = Model(options => options with { ApiKey = null });

        await model.Generator.GenerateAsync(["one"]);

        Assert.Equal("Bearer none", Assert.Single(_server.Calls).Authorization);
    }

    [Fact]
    public void The_key_is_not_part_of_what_is_printed()
    {
        var options = new EmbeddingOptions
        {
            Model = "m",
            Endpoint = new("http://user:pw@host/v1"),
            ApiKey = "secret",
            MaximumTokens = 1,
        };

        Assert.Equal("m at host", options.ToString());
        Assert.DoesNotContain("secret", new EmbeddingVariables { OpenAIKey = "secret" }.ToString(), StringComparison.Ordinal);
    }

    private static RequestDelegate Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = "/elsewhere";
        return context.Response.WriteAsync("""{"error":{"message":"details of the server"}}""");
    };

    private RunningModel Model(Func<EmbeddingOptions, EmbeddingOptions>? change = null)
    {
        var options = new EmbeddingOptions
        {
            Model = "test-model",
            Endpoint = _server.Address,
            ApiKey = "key-1",
            Dimensions = 4,
            MaximumTokens = 8191,
            RetryDelay = TimeSpan.FromMilliseconds(5),
            MaximumRetries = 2,
        };
        return new(new ServiceCollection().AddEmbeddings(change?.Invoke(options) ?? options).BuildServiceProvider());
    }

    private sealed class RunningModel(ServiceProvider services) : IAsyncDisposable
    {
        public IEmbeddingGenerator<string, Embedding<float>> Generator { get; } =
            services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();

        public ValueTask DisposeAsync() => services.DisposeAsync();
    }
}
