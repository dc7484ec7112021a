using System.Collections.Frozen;
using AgentMemory.Search.Analysis;

namespace AgentMemory.Extraction.Rules;

/// <summary>Words that tell what a text is about. Words of several meanings are left out rather than guessed.</summary>
internal static class TopicLexicon
{
    private static readonly (string Topic, string Words)[] Entries =
    [
        ("work", "work job career employer employee office boss manager colleague coworker salary promotion interview company "
            + "startup business meeting deadline client freelance profession internship resume shift retire unemployed hire"),
        ("education", "school college university degree student professor teacher classroom homework exam thesis phd "
            + "graduate semester scholarship lecture tuition study course curriculum diploma"),
        ("family", "family mother mom mum dad father parent sister brother sibling son daughter kid child children wife husband "
            + "spouse grandma grandpa grandmother grandfather grandparent aunt uncle cousin niece nephew baby toddler twins "
            + "adoption"),
        ("relationships", "friend girlfriend boyfriend fiance fiancee partner wedding married marriage engaged divorce dating "
            + "anniversary breakup roommate neighbor neighbour"),
        ("pets", "pet dog puppy cat kitten hamster parrot rabbit goldfish turtle guinea aquarium vet leash"),
        ("food", "food cook cooking recipe restaurant dinner lunch breakfast pizza pasta vegetarian vegan coffee tea wine beer "
            + "bake baking cake chocolate cheese meat fish vegetable fruit dessert sushi cuisine meal snack gluten dairy soup"),
        ("health", "health doctor hospital allergy allergic medicine medication therapy therapist illness "
            + "disease surgery diabetes "
            + "asthma migraine dentist injury anxiety depression diet pregnant sleep insomnia vaccine symptom clinic"),
        ("fitness", "gym workout fitness yoga pilates exercise marathon jogging running weightlifting crossfit"),
        ("sports", "sport football soccer basketball tennis baseball hockey golf cricket rugby volleyball swimming skiing "
            + "snowboarding surfing climbing cycling karate judo team tournament championship league"),
        ("music", "music song album band concert guitar piano violin drums singer choir orchestra jazz melody playlist cello "
            + "saxophone festival gig"),
        ("art", "art paint painting draw drawing sculpture gallery museum pottery sketch photography photo "
            + "artist canvas exhibition"),
        ("reading", "book novel read reading author library poetry poem literature bookshelf"),
        ("entertainment", "movie film series netflix cinema theater theatre anime television podcast comedy documentary"),
        ("games", "game videogame chess console playstation xbox nintendo puzzle"),
        ("dance", "dance dancing ballet salsa choreography"),
        ("travel", "travel trip vacation holiday flight airport hotel hostel passport visa tourist abroad itinerary beach cruise "
            + "backpacking roadtrip luggage"),
        ("nature", "nature hike hiking camping mountain forest lake garden gardening outdoors wildlife trail"),
        ("home", "home house apartment flat rent landlord mortgage kitchen bedroom furniture renovation hometown live move"),
        ("money", "money budget savings loan debt investment invest bank tax pension insurance mortgage stocks crypto"),
        ("technology", "computer laptop software programming code developer smartphone phone app website server database python "
            + "javascript linux robot algorithm typescript kubernetes api"),
        ("transport", "car bike bicycle motorcycle train bus subway commute driving license"),
        ("language", "language english spanish french german italian portuguese chinese mandarin japanese korean arabic russian "
            + "dutch fluent bilingual"),
        ("birthday", "birthday born"),
        ("shopping", "buy shopping store purchase discount"),
        ("fashion", "clothes clothing fashion dress shoes jacket"),
        ("religion", "church mosque temple pray prayer religious christian muslim buddhist jewish catholic"),
        ("community", "volunteer charity community activism nonprofit fundraiser shelter lgbtq"),
        ("weather", "weather rain snow sunny"),
    ];

    /// <summary>By the form that <see cref="TextAnalyzer"/> gives the words.</summary>
    private static readonly FrozenDictionary<string, string> TopicByTerm = Entries
        .SelectMany(entry => TextAnalyzer.Terms(entry.Words).Select(term => (Term: term, entry.Topic)))
        .DistinctBy(pair => pair.Term)
        .ToFrozenDictionary(pair => pair.Term, pair => pair.Topic, StringComparer.Ordinal);

    /// <summary>The topics of a text, the most frequent first, then in order of appearance.</summary>
    public static List<string> TopicsOf(string text, int maximum)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        TextAnalyzer.ForEachTerm(text, counts, static (found, term) =>
        {
            if (TopicByTerm.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(term, out var topic))
                found[topic] = found.GetValueOrDefault(topic) + 1;
        });
        return [.. counts.OrderByDescending(pair => pair.Value).Select(pair => pair.Key).Take(maximum)];
    }
}
