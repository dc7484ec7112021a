using System.Collections.Frozen;

namespace AgentMemory.Extraction.Rules.Statements;

/// <summary>Kinds of words the rules tell apart. A word missing here costs a memory; a wrong one makes a false one.</summary>
internal static class Lexicon
{
    public static FrozenSet<string> Relations { get; } = WordSet.Of(
        """
        mother mom mum mama father dad papa parents parent sister sisters brother brothers sibling siblings son sons daughter
        daughters kid kids child children baby twins wife husband spouse partner girlfriend boyfriend fiance fiancee fiancé
        fiancée grandma grandpa grandmother grandfather grandparents gran nana aunt uncle cousin cousins niece nephew family
        mother-in-law father-in-law sister-in-law brother-in-law stepmother stepfather stepson stepdaughter stepbrother
        stepsister friend friends roommate roommates flatmate flatmates housemate neighbor neighbour neighbors neighbours boss
        manager colleague colleagues coworker coworkers workmates classmates teammates bandmates buddies nieces nephews
        aunts uncles fam teacher
        therapist doctor grandson granddaughter grandkids grandchildren ex
        """);

    public static FrozenSet<string> Pets { get; } = WordSet.Of(
        """
        dog dogs cat cats puppy puppies kitten kittens pup hamster hamsters parrot rabbit rabbits bunny turtle turtles
        tortoise horse horses goldfish fish guinea ferret snake lizard gecko chinchilla canary budgie chickens hens pony goat
        goats bird birds pet pets greyhound labrador poodle beagle dachshund corgi husky terrier retriever shepherd pug
        """);

    public static FrozenSet<string> Professions { get; } = WordSet.Of(
        """
        accountant actor actress analyst architect artist attorney baker banker barber barista bartender biologist bricklayer
        builder butcher carpenter cashier chef chemist coach coder consultant contractor cook counselor counsellor dancer
        dentist designer developer dietitian doctor driver economist editor electrician engineer entrepreneur farmer
        firefighter fisherman florist freelancer gardener geologist hairdresser historian illustrator interpreter journalist
        judge lawyer lecturer librarian manager mechanic midwife musician nanny novelist nurse nutritionist optician paralegal
        paramedic pharmacist photographer physicist physiotherapist pilot plumber pm poet policeman policewoman postdoc
        producer professor programmer psychiatrist psychologist realtor receptionist recruiter researcher retiree sailor
        salesman salesperson saleswoman scientist secretary singer soldier statistician student surgeon surveyor tailor
        teacher technician therapist trainer translator trucker tutor vet veterinarian videographer waiter waitress welder
        writer freshman sophomore undergrad
        """);

    public static FrozenSet<string> FamilyRoles { get; } = WordSet.Of(
        """
        mom mum mother dad father parent grandmother grandfather grandma grandpa twin widow widower
        """);

    public static FrozenSet<string> Jobs { get; } = WordSet.Of("job position internship role apprenticeship placement gig");

    public static FrozenSet<string> Businesses { get; } = WordSet.Of(
        """
        business company startup shop store studio bakery cafe café restaurant practice agency bookshop bookstore farm gym
        salon gallery blog podcast channel nonprofit charity school bar brewery hotel hostel clinic
        """);

    public static FrozenSet<string> Possessions { get; } = WordSet.Of(
        """
        car truck van motorcycle motorbike bike bicycle scooter boat house apartment flat condo cottage cabin garden
        greenhouse guitar piano violin cello drums keyboard ukulele camera laptop macbook iphone ipad kindle playstation xbox
        telescope drone tent camper caravan motorhome tesla toyota honda bmw ford subaru volvo pc printer treadmill
        sewing-machine record-player necklace stratocaster
        """);

    /// <summary>What is around people, beside what they own.</summary>
    public static FrozenSet<string> Surroundings { get; } = WordSet.Of(
        """
        basement kitchen bathroom bedroom roof attic garage wallet phone passport purse luggage home town city village
        neighborhood neighbourhood street area team band choir church flight
        """);

    /// <summary>What people make with their hands or write.</summary>
    public static FrozenSet<string> Crafts { get; } = WordSet.Of(
        """
        painting portrait landscape bowl vase mug pot sculpture statue quilt sweater scarf blanket poem song novel memoir
        album mural necklace bracelet dress costume window film sunset sunrise figurine collage treehouse shed deck cabin
        birdhouse bookshelf rocking-chair robot documentary
        """);

    /// <summary>What people start and keep up.</summary>
    public static FrozenSet<string> Undertakings { get; } = WordSet.Of(
        """
        petition club class course group blog podcast newsletter campaign fundraiser drive band choir collection company
        charity program lessons tradition diet league garden business library brand platform festival run tournament
        """);

    public static FrozenSet<string> Appointments { get; } = WordSet.Of(
        """
        appointment interview exam exams test flight meeting surgery operation wedding date deadline presentation checkup
        recital concert game match race marathon audition reservation trip class lesson conference ceremony graduation party
        defense defence performance tournament shift lease contract visa passport anniversary
        """);

    public static FrozenSet<string> Illnesses { get; } = WordSet.Of(
        """
        diabetes asthma migraines migraine arthritis anxiety depression adhd autism celiac coeliac epilepsy hypertension
        insomnia eczema ibs pcos endometriosis anemia anaemia allergies allergy tinnitus scoliosis dyslexia psoriasis
        """);

    public static FrozenSet<string> Languages { get; } = WordSet.Of(
        """
        english spanish french german italian portuguese chinese mandarin cantonese japanese korean arabic russian dutch
        turkish polish swedish norwegian danish finnish greek hebrew hindi urdu bengali tamil ukrainian czech hungarian
        romanian vietnamese thai indonesian malay swahili farsi persian catalan irish welsh latin icelandic croatian serbian
        bulgarian asl
        """);

    public static FrozenSet<string> Nationalities { get; } = WordSet.Of(
        """
        american british english scottish welsh irish canadian australian german austrian swiss french spanish portuguese
        italian dutch belgian danish swedish norwegian finnish icelandic polish czech slovak hungarian romanian bulgarian
        greek turkish russian ukrainian brazilian mexican argentinian colombian chilean peruvian cuban chinese japanese korean
        vietnamese thai filipino indonesian malaysian indian pakistani bangladeshi iranian iraqi egyptian moroccan nigerian
        kenyan ethiopian ghanaian israeli lebanese syrian
        """);

    public static FrozenSet<string> Pastimes { get; } = WordSet.Of(
        """
        guitar piano violin cello drums flute clarinet saxophone trumpet bass ukulele keyboard harp banjo accordion viola
        trombone tennis football soccer basketball baseball volleyball hockey golf cricket rugby badminton squash chess poker
        pool darts lacrosse softball handball padel pickleball d&d
        """);

    public static FrozenSet<string> Diets { get; } = WordSet.Of(
        """
        vegan vegetarian pescatarian keto halal kosher gluten-free lactose celiac coeliac
        """);

    public static FrozenSet<string> Statuses { get; } = WordSet.Of("married engaged single divorced widowed pregnant");

    public static FrozenSet<string> Traits { get; } = WordSet.Of(
        "left-handed colorblind colourblind dyslexic autistic deaf diabetic asthmatic epileptic");

    /// <summary>Words that something was named by before. Nobody knows what by later.</summary>
    public static FrozenSet<string> Unresolved { get; } = WordSet.Of(
        """
        it this that these those there here one ones you your yours yourself he she they him them his her hers their theirs
        its something anything everything nothing someone somebody anyone everyone somewhere thing things stuff such same else
        other others what how why whatever which it'd it'll myself ourselves themselves lots
        """);

    /// <summary>What makes a sentence less than a statement of fact.</summary>
    public static FrozenSet<string> Hedges { get; } = WordSet.Of(
        """
        would could should might maybe perhaps probably possibly wish if unless imagine pretend suppose guess guessing almost
        nearly seem seems seemed apparently supposedly hypothetically whether shall let let's kinda sorta roughly somehow
        """);

    /// <summary>Adverbs between the words of a pattern.</summary>
    public static FrozenSet<string> Adverbs { get; } = WordSet.Of(
        """
        really just also currently actually now still always recently absolutely totally definitely already finally even truly
        mostly mainly usually often both basically super so very too extremely originally officially personally honestly
        deeply particularly especially much generally simply newly quite strongly genuinely seriously happily proudly pretty
        sometimes only kindly typically normally regularly obviously clearly severely mildly ever lately
        """);

    /// <summary>Adverbs that say how often, which make a habit of an action.</summary>
    public static FrozenSet<string> Frequencies { get; } = WordSet.Of(
        """
        usually always often typically normally regularly generally sometimes
        """);

    /// <summary>Words that carry nothing into a memory.</summary>
    public static FrozenSet<string> Fillers { get; } = WordSet.Of(
        """
        just also actually honestly basically lol haha hahaha btw tbh even literally pls please obviously clearly anyway
        already simply ngl imo omg thankfully luckily fortunately unfortunately personally super though tho yay wow
        """);
}
