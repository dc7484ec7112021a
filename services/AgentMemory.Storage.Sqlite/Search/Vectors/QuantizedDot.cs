using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AgentMemory.Storage.Sqlite.Search.Vectors;

/// <summary>
/// Vectors as signed bytes: component ≈ code × scale with scale = max|component| / 127. A quarter of the memory and of the
/// bandwidth of float32, which is what an exact scan is bound by. What rounding lost can be quantised again.
/// </summary>
internal static class QuantizedDot
{
    /// <param name="values">Replaced by what rounding lost.</param>
    /// <param name="lost">Its length: |exact dot − approximate dot| is at most that for any unit query (Cauchy–Schwarz).</param>
    /// <returns>The scale of the codes.</returns>
    public static float Quantize(Span<float> values, Span<sbyte> codes, out float lost)
    {
        var scale = MathF.Abs(TensorPrimitives.MaxMagnitude<float>(values)) / 127;
        for (var i = 0; i < values.Length; i++)
        {
            codes[i] = scale > 0 ? (sbyte)MathF.Round(values[i] / scale) : (sbyte)0;
            values[i] -= codes[i] * scale;
        }

        lost = TensorPrimitives.Norm<float>(values);
        return scale;
    }

    /// <summary>
    /// A query gets as many levels as the sum of products allows: it stays below 2³¹ because unit vectors of d components
    /// have one of at least 1/√d, so |Σ codes × codes| ≤ levels × 127 × d.
    /// </summary>
    /// <param name="lost">As for <see cref="Quantize"/>.</param>
    /// <returns>The scale of the codes.</returns>
    public static float QuantizeQuery(ReadOnlySpan<float> unit, Span<short> codes, out float lost)
    {
        var levels = Math.Min(short.MaxValue, int.MaxValue / (127 * unit.Length));
        var scale = MathF.Abs(TensorPrimitives.MaxMagnitude(unit)) / levels;
        double error = 0;
        for (var i = 0; i < unit.Length; i++)
        {
            codes[i] = (short)MathF.Round(unit[i] / scale);
            var difference = (double)unit[i] - codes[i] * (double)scale;
            error += difference * difference;
        }

        lost = (float)Math.Sqrt(error);
        return scale;
    }

    /// <summary>Sum of products; multiply by both scales for the dot product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Dot(ReadOnlySpan<short> query, ReadOnlySpan<sbyte> codes)
    {
        ref var q = ref MemoryMarshal.GetReference(query);
        ref var c = ref MemoryMarshal.GetReference(codes);
        var length = codes.Length;
        var i = 0;
        var sum = 0;
        if (Avx2.IsSupported)
        {
            var sums = Vector256<int>.Zero;
            for (; i <= length - 16; i += 16)
            {
                var wide = Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref c, (nuint)i));
                sums += Avx2.MultiplyAddAdjacent(wide, Vector256.LoadUnsafe(ref q, (nuint)i));
            }

            sum = Vector256.Sum(sums);
        }
        else
        {
            var sums = Vector128<int>.Zero;
            for (; i <= length - 8; i += 8)
            {
                var wide = Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(
                    ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref c, i)))).AsSByte());
                var other = Vector128.LoadUnsafe(ref q, (nuint)i);
                sums += Vector128.WidenLower(wide) * Vector128.WidenLower(other) + Vector128.WidenUpper(wide) * Vector128.WidenUpper(other);
            }

            sum = Vector128.Sum(sums);
        }

        for (; i < length; i++)
            sum += Unsafe.Add(ref q, i) * Unsafe.Add(ref c, i);
        return sum;
    }
}
