"""Swedish."""

from checklists.masking.folding import lexicon
from checklists.masking.speech.lexicon import Speech, introduction

FIRST_NAMES = """
Lars Mikael Anders Johan Per Erik Karl Peter Jan Thomas Tomas Daniel Fredrik Hans Bengt Mats Andreas Stefan Bo Sven
Nils Magnus Niklas Christer Leif Jonas Patrik Martin Ulf Håkan Kjell Göran Björn Mattias Alexander Marcus Markus
Robert Roger David Jonathan Rickard Richard Christian Simon Tommy Kent Joakim Kenneth Rolf Gunnar Stig Oskar Oscar
Viktor Victor William Lucas Liam Elias Hugo Oliver Noah Adam Leo Ludvig Axel Filip Emil Anton Albin Isak Theo Vincent
Arvid Gustav Gustaf Henrik Henning Hampus Jesper Jakob Jacob Josef Kevin Linus Love Malte Max Melker Olle Olof Ola
Otto Pontus Rasmus Samuel Sebastian Sixten Tim Tobias Torbjörn Tor Ture Urban Valter Viggo Wilmer Åke Östen Ingemar
Ingvar Lennart Arne Börje Conny Dennis Eskil Frank Gert Harald Ivar Jerker Krister Lage Morgan Ove Pelle Roland Rune
Sture Tage Uno Valdemar Maria Anna Margareta Elisabeth Eva Birgitta Kristina Karin Marie Ingrid Christina Linnéa Sofia
Kerstin Lena Helena Emma Johanna Inger Marianne Cecilia Sara Elin Annika Monica Ulla Gunilla Susanne Anita Carina
Viktoria Malin Katarina Ida Jenny Hanna Therese Åsa Jessica Camilla Irene Barbro Siv Agneta Annelie Astrid Linda Frida
Sandra Rebecka Lisa Mona Lina Julia Alice Maja Elsa Ella Ebba Olivia Vera Wilma Alma Selma Saga Freja Agnes Alva Signe
Stella Ellen Ester Iris Molly Nellie Nova Tuva Tyra Moa Matilda Amanda Felicia Josefin Josefine Louise Lovisa
Madeleine Mikaela Natalie Nathalie Nina Pernilla Petra Pia Rakel Rut Sanna Siri Sigrid Solveig Stina Tilda Tilde Tove
Ulrika Veronica Yvonne Ylva Berit Britt Gun Gunnel Gudrun Hedvig Hillevi Inga Jeanette Kajsa Lotta Maj Mariana Märta
Rebecca Thea Vendela Viola My Liv Bodil Disa Fatima Ahmed Ali Mohammed Mohamed Hassan Omar Ibrahim Amir Reza Leila
Aisha Samira Yasmin Zahra Nadia Elif Emre Mehmet
"""
SURNAMES = """
Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Pettersson Jonsson Jansson
Hansson Bengtsson Jönsson Lindberg Jakobsson Magnusson Olofsson Lindström Lindqvist Lindgren Axelsson Berg Bergström
Lundberg Lind Lundgren Lundqvist Mattsson Berglund Fredriksson Sandberg Henriksson Forsberg Sjöberg Wallin Engström
Eklund Danielsson Håkansson Lundin Gunnarsson Holm Björk Bergman Fransson Samuelsson Wikström Isaksson Bergqvist
Nyström Holmberg Arvidsson Löfgren Söderberg Nyberg Ali Mohamed Ahmed Blomqvist Claesson Nordström Mårtensson
Lundström Hassan Viklund Eliasson Pålsson Björklund Berggren Sandström Lund Nordin Ström Åberg Hermansson Ekström Falk
Holmgren Hellström
"""
AMBIGUOUS = """
my bo liv per sten stig björn love max tim kent nova saga iris viola tor gun siv maj ola frank morgan uno urban conny
christian roger simon berg lind lund holm björk ström falk ek dahl gran stål rosa ulf rut tage hans mona lina alva
alma bror karl vera sanna tove disa ali ahmed erik martin
"""
COMMON = """
en ett den det de denna detta dessa jag du han hon vi ni mig dig honom henne oss er dem min mitt mina din sin sitt
sina vår vårt våra ingen inget inga någon något några alla allt varje annan andra samma och eller men för att om när
medan efter innan sedan tills som i på av från till med utan under över vid hos mot genom mellan bakom bredvid nära
runt kring är var vara varit blir blev ha har hade kan kunde ska skulle vill ville måste fick får gick kom tog gav sa
stod satt såg inte bara också även mycket mer mest lite så då där här nu idag igår imorgon snart senare först sist
slut äntligen tyvärr genast direkt alltid aldrig ibland ofta kanske nästan helt ganska väldigt dock istället däremot
trots plötsligt bra dålig dåligt trevlig trevligt fin fint hej hejsan tack snälla förlåt ursäkta ja nej adjö välkommen
god gott personal personalen medarbetare medarbetaren kollega kollegan kollegor chef chefen butikschefen receptionist
receptionisten reception receptionen kassör kassörska kassörskan kassan säljare säljaren expedit expediten läkare
läkaren tandläkaren sköterska sköterskan syster doktor chaufför chauffören föraren budet kurir kuriren handläggare
handläggaren tekniker teknikern rådgivare rådgivaren operatör operatören rösten man mannen kvinna kvinnan dam damen
herre herr fru fröken flicka pojke person personen folk människor barn barnet barnen kund kunden kunder kunderna
patient patienten gäst gäster familj mamma pappa vän service servicen butik butiken klinik kliniken kontor kontoret
disk disken dörr dörren ingång kö kön telefon telefonen samtal samtalet svar svaret fråga frågan frågor pris priset
priser kostnad kostnaden avgift räkning kvitto erbjudande varan varor produkt beställning leverans leveransen paket
paketet mejl mejlet meddelande brev formulär sida sidan rum stol stolar bord vatten kaffe te toalett parkering musik
ljus golv fönster tid tiden minut minuter timme timmar dag dagar vecka månad år morgon eftermiddag kväll natt måndag
tisdag onsdag torsdag fredag lördag söndag januari februari mars april maj juni juli augusti september oktober
november december två tre fyra fem första tredje väntan väntetiden bemötande bemötandet leende problem lösning hjälp
hjälpen namn namnet vad vem vilka vilken hur varför båda hela hälften resten ingenting allting nyckel
"""
CAPITAL = """
Google WhatsApp Facebook Instagram Swish Klarna BankID Internet Mastercard Visa VD SMS TV PDF FAQ Android Apple iPhone
"""
DEEDS = """
sa säger sade frågade frågar hjälpte hjälper log ler förklarade förklarar svarade svarar hälsade hälsar erbjöd
erbjuder bad ber tog tar gav ger visade visar ringde ringer kom kommer gick går tittade lyssnade var är hade har
verkade ville visste lovade skrev hämtade skickade rekommenderade kollade märkte mindes skrattade nickade presenterade
ursäktade hänvisade
"""
TITLES = "herr fru fröken dr doktor professor syster kollegan kollega läkaren tandläkare chefen handläggaren säljaren"

SPEECH = Speech(
    titles=lexicon(TITLES),
    introductions=introduction(
        r"(?:mitt|hennes|hans) namn",
        r"(?:jag|hon|han|som) (?:heter|hette)",
        r"(?<!\w)heter",
        "hette",
        "namnskylt(?:en)?(?: (?:stod|med))?",
        "vid namn",
        "presenterade sig som",
        "det här är(?= [A-ZÅÄÖ])",
        "hej,? (?:det är|här är)",
        "undertecknat",
        r"(?:hjälp|betjänad|bemött) av(?= [A-ZÅÄÖ])",
        "fråga efter",
        "frågade efter",
        "pratade med(?= [A-ZÅÄÖ])",
        "talade med(?= [A-ZÅÄÖ])",
    ),
    first_names=lexicon(FIRST_NAMES),
    surnames=lexicon(SURNAMES),
    ambiguous=lexicon(AMBIGUOUS),
    common=lexicon(COMMON),
    capital=lexicon(CAPITAL),
    deeds=lexicon(DEEDS),
)
