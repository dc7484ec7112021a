using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AgentMemory.Storage.Sqlite.Search.Vectors;

/// <summary>
/// Unit vectors as signed bytes: component ≈ code × scale with scale = max|component| / 127. A quarter of the memory and of
/// the bandwidth of float32, which is what an exact scan is bound by.
/// </summary>
internal static class QuantizedDot
{
    /// <summary>
    /// The query gets 12 bits, so its own rounding is negligible beside the stored vector's, and the sum of products stays
    /// below 2³¹: 2047 × 127 × 8192 components.
    /// </summary>
    private const float QueryLevels = 2047;

    /// <returns>The scale, and the length of what rounding lost: |exact dot − approximate dot| is at most that for any
    /// unit query (Cauchy–Schwarz).</returns>
    public static (float Scale, float Residual) Quantize(ReadOnlySpan<float> unit, Span<sbyte> codes)
    {
        var scale = TensorPrimitives.MaxMagnitude(unit) is var largest && MathF.Abs(largest) > 0 ? MathF.Abs(largest) / 127 : 1;
        double lost = 0;
        for (var i = 0; i < unit.Length; i++)
        {
            codes[i] = (sbyte)MathF.Round(unit[i] / scale);
            var error = unit[i] - codes[i] * scale;
            lost += (double)error * error;
        }

        return (scale, (float)Math.Sqrt(lost));
    }

    /// <returns>The scale of the query's codes.</returns>
    public static float QuantizeQuery(ReadOnlySpan<float> unit, Span<short> codes)
    {
        var largest = MathF.Abs(TensorPrimitives.MaxMagnitude(unit));
        var scale = largest > 0 ? largest / QueryLevels : 1;
        for (var i = 0; i < unit.Length; i++)
            codes[i] = (short)MathF.Round(unit[i] / scale);
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
