using System.Text.Json;

namespace AgentMemory.Wire.Requests;

/// <summary>
/// Reads one JSON value as a type, as leniently as the contract's clients expect (spec 1.2). Each reports what is wrong and
/// then returns <see langword="null"/>.
/// </summary>
public static class LaxValue
{
    public static string? Text(JsonElement value, Reading reading)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            reading.Add("string_type", "Input should be a valid string", value);
            return null;
        }

        var text = value.GetString()!;
        if (text.Contains('\0'))
            reading.Refuse("text must not contain the character U+0000", value);
        return text;
    }

    public static int? Integer(JsonElement value, Reading reading, int minimum = int.MinValue, int maximum = int.MaxValue)
    {
        decimal number;
        switch (value.ValueKind)
        {
            case JsonValueKind.Number when value.TryGetInt32(out var small):
                number = small;
                break;
            case JsonValueKind.Number when value.TryGetDecimal(out number):
                if (decimal.IsInteger(number))
                    break;
                reading.Add("int_from_float", "Input should be a valid integer, got a number with a fractional part", value);
                return null;
            case JsonValueKind.Number:
                number = value.GetDouble() < 0 ? decimal.MinValue : decimal.MaxValue;
                break;
            case JsonValueKind.String when LaxText.TryInteger(value.GetString(), out number):
                break;
            case JsonValueKind.String:
                reading.Add("int_parsing", "Input should be a valid integer, unable to parse string as an integer", value);
                return null;
            case JsonValueKind.True or JsonValueKind.False:
                number = value.GetBoolean() ? 1 : 0;
                break;
            default:
                reading.Add("int_type", "Input should be a valid integer", value);
                return null;
        }

        if (number < minimum)
            reading.AtLeast(minimum, Reading.AsJson(value));
        else if (number > maximum)
            reading.AtMost(maximum, Reading.AsJson(value));
        else
            return (int)number;
        return null;
    }

    public static double? Number(
        JsonElement value, Reading reading, double minimum = double.MinValue, double maximum = double.MaxValue)
    {
        double number;
        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                number = value.GetDouble();
                break;
            case JsonValueKind.String when LaxText.TryNumber(value.GetString(), out number):
                break;
            case JsonValueKind.String:
                reading.Add("float_parsing", "Input should be a valid number, unable to parse string as a number", value);
                return null;
            case JsonValueKind.True or JsonValueKind.False:
                number = value.GetBoolean() ? 1 : 0;
                break;
            default:
                reading.Add("float_type", "Input should be a valid number", value);
                return null;
        }

        if (!double.IsFinite(number))
            reading.Add("finite_number", "Input should be a finite number", value);
        else if (number < minimum)
            reading.AtLeast(minimum, Reading.AsJson(value));
        else if (number > maximum)
            reading.AtMost(maximum, Reading.AsJson(value));
        else
            return number;
        return null;
    }

    public static bool? Boolean(JsonElement value, Reading reading)
    {
        bool? answer = value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => value.GetDouble() switch { 0 => false, 1 => true, _ => null },
            JsonValueKind.String => LaxText.Boolean(value.GetString()),
            _ => null,
        };
        if (answer is null && value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            reading.Add("bool_parsing", "Input should be a valid boolean, unable to interpret input", value);
        else if (answer is null)
            reading.Add("bool_type", "Input should be a valid boolean", value);
        return answer;
    }

    public static DateTimeOffset? Time(JsonElement value, Reading reading)
    {
        DateTimeOffset time;
        switch (value.ValueKind)
        {
            case JsonValueKind.String when LaxTime.TryParse(value.GetString(), out time):
            case JsonValueKind.Number when value.TryGetDecimal(out var number) && LaxTime.TryUnix(number, out time):
                return time;
            case JsonValueKind.String or JsonValueKind.Number:
                const string Fix = "send ISO 8601 such as 2026-01-31T10:00:00Z, or Unix seconds";
                reading.Add(
                    "datetime_from_date_parsing", "Input should be a valid datetime or date, " + Fix, value, ("error", Fix));
                return null;
            default:
                reading.Add("datetime_type", "Input should be a valid datetime", value);
                return null;
        }
    }

    public static T? Choice<T>(JsonElement value, Vocabulary<T> vocabulary, Reading reading) where T : struct
    {
        var choice = value.ValueKind == JsonValueKind.String ? vocabulary.Find(value.GetString()) : null;
        if (choice is null)
            reading.Add(vocabulary.ErrorType, $"Input should be {vocabulary.Expected}", value, ("expected", vocabulary.Expected));
        return choice;
    }

    /// <summary>A free JSON object, independent of the request's buffer.</summary>
    public static JsonElement? FreeObject(JsonElement value, Reading reading)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            reading.Add("dict_type", "Input should be a valid dictionary", value);
            return null;
        }

        return value.GetPropertyCount() == 0 ? Json.EmptyObject : value.Clone();
    }
}
