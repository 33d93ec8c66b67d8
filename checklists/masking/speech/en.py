"""English."""

from checklists.masking.folding import lexicon
from checklists.masking.speech.lexicon import Speech, introduction

FIRST_NAMES = """
James John Robert Michael William David Richard Joseph Thomas Charles Christopher Daniel Matthew Anthony Steven
Stephen Paul Andrew Joshua Kenneth Kevin Brian George Timothy Ronald Edward Jason Jeffrey Geoffrey Ryan Jacob Gary
Nicholas Eric Jonathan Larry Justin Scott Brandon Benjamin Samuel Gregory Alexander Patrick Jack Dennis Jerry Tyler
Aaron Jose Adam Nathan Henry Zachary Douglas Peter Kyle Noah Ethan Jeremy Walter Christian Keith Roger Terry Austin
Sean Gerald Carl Harold Dylan Arthur Lawrence Jordan Jesse Bryan Billy Bruce Gabriel Joe Logan Alan Allan Juan Albert
Willie Elijah Wayne Randy Mason Vincent Liam Roy Bobby Caleb Bradley Russell Lucas Louis Philip Phillip Simon Stuart
Graham Ian Neil Nigel Trevor Colin Derek Duncan Craig Barry Malcolm Martin Oliver Harry Charlie Oscar Leo Archie
Freddie Theo Toby Alfie Jamie Callum Connor Rhys Owen Evan Gareth Declan Finn Aidan Luke Mark Max Victor Frank Ray
Ralph Howard Eugene Will Bill Tom Tim Jim Bob Rob Ben Sam Dan Matt Mike Nick Tony Steve Dave Chris Alex Andy Greg Jeff
Phil Pete Ted Fred Ed Ken Don Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy
Betty Sandra Margaret Ashley Kimberly Emily Donna Michelle Carol Amanda Melissa Deborah Stephanie Rebecca Laura Sharon
Cynthia Dorothy Kathleen Amy Angela Shirley Emma Brenda Pamela Nicole Anna Samantha Katherine Catherine Christine
Debra Rachel Carolyn Janet Maria Olivia Heather Helen Diane Julie Joyce Victoria Ruth Virginia Lauren Kelly Christina
Joan Evelyn Judith Andrea Hannah Megan Cheryl Jacqueline Martha Madison Teresa Gloria Sara Janice Ann Anne Annie
Kathryn Abigail Sophia Frances Jean Alice Judy Isabella Julia Grace Denise Amber Doris Marilyn Danielle Beverly
Charlotte Natalie Theresa Diana Brittany Rose Kayla Alexis Lori Marie Claire Fiona Gemma Zoe Chloe Lucy Jane Sophie
Ella Isla Freya Poppy Daisy Lily Ruby Holly Eve Ivy Florence Phoebe Imogen Harriet Georgia Georgina Eleanor Ellie
Molly Millie Erin Niamh Siobhan Aoife Bridget Hazel Joanna Joanne Lynn Tracy Tracey Wendy Paula Sally Penny Kate Katie
Kathy Cathy Jenny Jen Liz Beth Becky Debbie Mandy Sandy Sue Vicky Nina Naomi Priya Aisha Fatima Mohammed Muhammad
Mohamed Ahmed Ali Omar Hassan Ibrahim Yusuf Raj Ravi Sanjay Anil Deepak Sunita Anita Mei Wei Carlos Luis Miguel Pedro
Diego Javier Rosa Elena Lucia Ivan Igor Olga Svetlana Natasha Dmitri Sergei Alexei Piotr Pawel Agnieszka Katarzyna
Malgorzata Krzysztof Tomasz Andrzej Marek Jakub Zofia Ewa
"""
SURNAMES = """
Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson
Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young
Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter
Roberts Patel Khan Singh Kaur Evans Edwards Hughes Turner Cooper Ward Morris Morgan Bell Murphy Bailey Richardson Cox
Collins Watson O'Brien O'Connor Kelly Kennedy Sullivan Byrne Ryan Gallagher Doyle McCarthy MacDonald McDonald Stewart
Fraser Murray Simpson Marshall Henderson Ferguson Hamilton Jenkins Griffiths Price Phillips Parker Bennett Cook Shaw
Gray Grey Hunt Holmes Palmer Fletcher Barnes Dixon Reynolds Chapman Pearson Fisher Webb Wells Lawrence Begum Hussain
Ahmed Chen Wang
"""
AMBIGUOUS = """
will mark rose grace amber may june april august jack frank rob art dean grant drew pat sue faith dawn eve ivy lily
olive daisy holly ruby pearl crystal jade summer autumn melody miles chase chance reed penny victor carol robin jay
ray bill nick don ken gene glen heath rusty sandy angel christian max charity skip van wade ward brook page bob ted ed
mason heather hazel poppy georgia jordan austin madison virginia florence charlotte victoria jean wayne mike logan
tyler scott brown miller moore white young king hill green baker hall walker taylor cooper turner carter bell price
cook gray grey hunt fisher palmer wells marshall parker cox long short bush wood woods stone day field fields lane
park best love clark joy hope mercy sally roy ali mei wei rosa marine ben dan guy sky star barber porter potter archer
"""
COMMON = """
a an the this that these those there here it its he she they we you i my your his her their our me him them us one no
not none nobody nothing everyone everybody everything someone somebody something anyone anybody all both each every
some any many most much more less few several other another such same and or but so because if when while after before
since until as at by for from in into of off on onto out over to under up with without within about above across again
against along already also although always am is are was were be been being do does did done doing have has had having
can could may might must shall should will would what which who whom whose where why how then than though thus too
very just only even ever never now soon later today tomorrow yesterday first second third last next finally once twice
well good bad great nice poor excellent perfect terrible awful fine okay ok yes please thanks thank sorry hello hi hey
goodbye bye dear welcome staff employee employees assistant assistants colleague colleagues manager management
receptionist reception cashier clerk seller salesperson salesman saleswoman waiter waitress nurse doctor dentist
driver courier consultant agent operator advisor adviser specialist technician guard security cleaner man woman lady
gentleman girl boy person people child children customer customers client clients patient patients guest guests
visitor visitors family mother father parents friend service shop store branch clinic office counter desk door
entrance queue line phone call answer question price cost costs total fee bill receipt offer product products order
delivery parcel package email mail message letter website page app room chair table water coffee tea toilet parking
music lights light floor window time minutes minute hour hours day days week month year morning afternoon evening
night overall however instead meanwhile despite during unfortunately luckily suddenly immediately quickly slowly
clearly obviously apparently perhaps maybe still yet almost quite rather really nearly around behind beside between
inside outside near upon either neither whether unless except plus minus waiting asking calling looking walking
entering leaving arriving seeing hearing getting going coming asked said told gave took made went came got left let
put ran saw felt found kept knew thought wanted waited called
"""
CAPITAL = """
I Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September
October November December English German Swedish Lithuanian Turkish Russian Polish French Spanish Italian Danish
Norwegian Finnish Estonian Latvian Ukrainian Arabic European British American Christmas Easter Google WhatsApp
Facebook Instagram Messenger Viber Telegram YouTube Android Apple iPhone Windows Excel Word PDF VAT SMS FAQ TV PIN GPS
WiFi Wi Fi Covid PayPal Visa Mastercard Klarna Swish Internet Web Sir Madam Mr Mrs Ms Miss Dr
"""
DEEDS = """
said says asked asks told tells helped helps smiled smiles explained explains answered answers greeted greets offered
offers apologised apologized took takes gave gives showed shows called calls brought brings came comes went goes
looked looks listened listens was is has had did does wanted knew thought replied promised wrote picked put sent
seemed recommended checked noticed remembered served introduced advised refused ignored laughed nodded kept left made
walked
"""
TITLES = "mr mrs ms miss mx dr doctor prof professor sir madam nurse sister father colleague manager"

SPEECH = Speech(
    titles=lexicon(TITLES),
    introductions=introduction(
        r"(?:my|her|his|their) name",
        r"name ?(?:tag|badge|plate)(?: (?:read|says|showed|with))?",
        "named",
        "by the name of",
        "introduced (?:himself|herself|themselves) as",
        "this is",
        "goes by",
        "signed(?: by)?",
        "speaking to",
        "spoke (?:to|with)",
        "ask for",
        "asked for",
        "served by",
        "helped by",
        "greeted by",
        "called(?= [A-Z])",
    ),
    first_names=lexicon(FIRST_NAMES),
    surnames=lexicon(SURNAMES),
    ambiguous=lexicon(AMBIGUOUS),
    common=lexicon(COMMON),
    capital=lexicon(CAPITAL),
    deeds=lexicon(DEEDS),
    rare_is_doubtful=True,
)
