using System.Diagnostics;
using AgentMemory.Search;
using AgentMemory.Telemetry;
using Microsoft.Extensions.AI;

namespace AgentMemory.Embeddings;

/// <summary>
/// The one model texts are embedded with. Registered when one is configured; the services that can use it take it as an
/// optional dependency, so having no model is having no such service.
/// </summary>
/// <param name="generator">The provider.</param>
/// <param name="name">The model's name: part of what makes vectors comparable (<see cref="EmbeddingSpace"/>).</param>
/// <param name="dimensions">What the model returns, if known; found out by asking it otherwise.</param>
public sealed class EmbeddingModel(IEmbeddingGenerator<string, Embedding<float>> generator, string name, int? dimensions = null)
{
    /// <summary>Texts per call: within the limits of the providers we know.</summary>
    public const int BatchSize = 64;

    private volatile EmbeddingSpace? _space = dimensions is { } known ? new(name, known) : null;

    public string Name => name;

    /// <summary>Embeds each text, none blank, in as many calls as needed.</summary>
    /// <exception cref="InvalidDataException">The model answered with something that is not one usable vector per text.</exception>
    public async Task<EmbeddedTexts> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var vectors = new List<ReadOnlyMemory<float>>(texts.Count);
        foreach (var batch in texts.Chunk(BatchSize))
            await EmbedBatchAsync(batch, vectors, cancellationToken);
        return new(await GetSpaceAsync(cancellationToken), vectors);
    }

    /// <summary>The space of its vectors; asks the model once when the dimensions were not configured.</summary>
    public async ValueTask<EmbeddingSpace> GetSpaceAsync(CancellationToken cancellationToken)
    {
        if (_space is null)
            await EmbedBatchAsync(["dimensions"], [], cancellationToken);
        return _space!;
    }

    private async Task EmbedBatchAsync(
        string[] texts, List<ReadOnlyMemory<float>> vectors, CancellationToken cancellationToken)
    {
        var tags = new TagList { { "gen_ai.operation.name", "embeddings" }, { "gen_ai.request.model", name } };
        using var activity = EngineTelemetry.Source.StartActivity(ActivityKind.Client, tags: tags, name: $"embeddings {name}");
        var started = Stopwatch.GetTimestamp();
        try
        {
            var answer = await generator.GenerateAsync(texts, cancellationToken: cancellationToken);
            if (answer.Count != texts.Length)
                throw new InvalidDataException($"Embedding model {name} returned {answer.Count} vectors for {texts.Length} texts");
            foreach (var embedding in answer)
                vectors.Add(Check(embedding.Vector));
        }
        catch (Exception exception)
        {
            tags.Add("error.type", exception.GetType().Name);
            activity?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
        finally
        {
            EngineTelemetry.ModelDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tags);
        }
    }

    /// <summary>Wrong sizes would mix spaces; a vector without a direction has no distance to anything.</summary>
    private ReadOnlyMemory<float> Check(ReadOnlyMemory<float> vector)
    {
        var space = _space ??= new(name, vector.Length);
        if (vector.Length != space.Dimensions)
        {
            throw new InvalidDataException(
                $"Embedding model {name} returned {vector.Length} dimensions where {space.Dimensions} were expected: "
                + "set the dimensions to what the model returns");
        }

        var square = 0f;
        foreach (var value in vector.Span)
            square += value * value;
        return float.IsFinite(square) && square > 0
            ? vector
            : throw new InvalidDataException($"Embedding model {name} returned a vector that is zero or not finite");
    }
}

/// <param name="Vectors">One per text, in order.</param>
public sealed record EmbeddedTexts(EmbeddingSpace Space, IReadOnlyList<ReadOnlyMemory<float>> Vectors);
