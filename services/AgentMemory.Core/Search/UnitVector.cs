using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace AgentMemory.Search;

/// <summary>Vectors as stores keep them: of length 1, little-endian float32.</summary>
public static class UnitVector
{
    /// <exception cref="ArgumentException">It is none of the space.</exception>
    public static float[] Of(ReadOnlySpan<float> values, EmbeddingSpace space)
    {
        var norm = TensorPrimitives.Norm(values);
        if (values.Length != space.Dimensions || !float.IsFinite(norm) || norm == 0)
        {
            throw new ArgumentException(
                $"A vector of {space.Model} must have {space.Dimensions} finite components, not all zero; this has {values.Length}");
        }

        var unit = new float[values.Length];
        TensorPrimitives.Divide(values, norm, unit);
        return unit;
    }

    public static byte[] ToBytes(ReadOnlySpan<float> unit) => MemoryMarshal.AsBytes(unit).ToArray();

    public static float[] FromBytes(ReadOnlySpan<byte> stored) => MemoryMarshal.Cast<byte, float>(stored).ToArray();

    /// <summary>Cosine distance, 0 to 2. Summed in double: of near neighbours many differ by less than float32 tells.</summary>
    public static double Distance(ReadOnlySpan<byte> stored, ReadOnlySpan<float> unit) =>
        Math.Clamp(1 - Dot(MemoryMarshal.Cast<byte, float>(stored), unit), 0, 2);

    private static double Dot(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var sums = Vector<double>.Zero;
        var i = 0;
        for (; i <= one.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(one[i..]), out var oneLow, out var oneHigh);
            Vector.Widen(new Vector<float>(other[i..]), out var otherLow, out var otherHigh);
            sums += (oneLow * otherLow) + (oneHigh * otherHigh);
        }

        var sum = Vector.Sum(sums);
        for (; i < one.Length; i++)
            sum += (double)one[i] * other[i];
        return sum;
    }
}
