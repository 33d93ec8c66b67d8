"""Lithuanian: names stand here in the nominative; `inflections` declines them."""

from checklists.masking.folding import lexicon
from checklists.masking.speech.lexicon import Speech, introduction

FIRST_NAMES = """
Jonas Vytautas Antanas Tomas Mindaugas Juozas Andrius Kęstutis Darius Gintaras Rimantas Marius Algirdas Arvydas Mantas
Petras Vytas Saulius Stasys Kazys Gediminas Romas Romualdas Ramūnas Valdas Virginijus Vidas Viktoras Aurimas Aidas
Aivaras Alfonsas Algis Algimantas Aleksandras Aleksas Alvydas Andrejus Arnas Artūras Artūr Arūnas Audrius Augustas
Augustinas Benas Benediktas Bronius Dainius Dalius Danielius Deividas Deimantas Dominykas Donatas Dovydas Edgaras
Eduardas Edvinas Egidijus Eimantas Elijus Emilis Erikas Ernestas Evaldas Feliksas Gabrielius Giedrius Gintautas Gytis
Gustas Haroldas Henrikas Herkus Ignas Ignotas Igoris Ivanas Jaunius Jokūbas Julius Jurgis Justas Justinas Karolis
Kasparas Kristijonas Kristupas Laimonas Laurynas Leonas Leonardas Linas Liudas Liutauras Lukas Martynas Matas Mykolas
Modestas Motiejus Nerijus Nojus Olegas Osvaldas Paulius Povilas Pranas Raimondas Raimundas Rapolas Regimantas Renatas
Ričardas Rytis Robertas Rokas Rolandas Rūtenis Sergejus Sigitas Silvestras Simas Simonas Skirmantas Steponas Šarūnas
Tadas Tauras Titas Ugnius Vaidas Vaidotas Valentinas Valerijus Vilius Vincas Virgilijus Vladas Vladimiras Vladislavas
Zenonas Zigmas Žilvinas Žygimantas Žydrūnas Adomas Ąžuolas Domas Jonukas Jonelis Tomukas Ona Marija Irena Janina
Danutė Aldona Genovaitė Stasė Regina Birutė Rasa Daiva Rūta Eglė Kristina Jolanta Inga Vida Asta Lina Jūratė Laima
Laimutė Aušra Gintarė Živilė Agnė Akvilė Aistė Alma Ana Andželika Angelė Anželika Audronė Audra Aurelija Austėja
Barbora Bronė Dalia Dana Deimantė Diana Dovilė Edita Eimantė Elena Elvyra Ema Emilija Erika Eva Evelina Gabija
Gabrielė Galina Giedrė Goda Greta Ieva Ilona Indrė Ingrida Inesa Irma Jadvyga Jelena Julija Julijana Jurga Jurgita
Justė Justina Kamilė Karina Karolina Kotryna Laura Laurita Leonora Lėja Liepa Lijana Liucija Loreta Luknė Margarita
Marta Miglė Milda Monika Morta Natalija Neringa Nijolė Nomeda Olga Patricija Paulina Raimonda Raminta Ramunė Rima
Rimantė Rita Roberta Roma Rugilė Sandra Saulė Sigita Silva Silvija Simona Skaistė Smiltė Snieguolė Sofija Sonata
Stanislava Svetlana Tatjana Teresė Toma Ugnė Urtė Vaida Valentina Valerija Vanda Veronika Vesta Viktorija Viltė Vilma
Vilija Violeta Virginija Vita Vitalija Zita Zosė Žaneta Žydrūnė Gražina Joana Elzbieta Ramutė Dainora Ligita Daina
Eugenija Adelė Vaiva
"""
SURNAMES = """
Kazlauskas Petrauskas Jankauskas Žukauskas Butkus Paulauskas Urbonas Kavaliauskas Navickas Ramanauskas Balčiūnas
Šimkus Stankevičius Kairys Bagdonas Adomaitis Žilinskas Kučinskas Norkus Rimkus Povilaitis Černiauskas Gudas Vaitkus
Morkūnas Mažeika Noreika Sakalauskas Lukoševičius Mickevičius Pocius Žemaitis Grigas Matulis Simonaitis Vasiliauskas
Šukys Bružas Rudys Jonaitis Žalys Gricius Daukša Dambrauskas Barkus Klimas Bieliauskas Kubilius Dirsė Kupčiūnas
Ivanovas Petrovas Nausėda Sabonis Marčiulionis Jasikevičius Valančiūnas
"""
AMBIGUOUS = """
rasa rasos rasai rasą rasų aušra aušros aušrai aušrą saulė saulės saulei saulę viltė vilties liepa liepos liepai liepą
rūta rūtos rūtą eglė eglės eglę eglių lina linas lino linai linui linų jūratė audra audros audrą daina dainos dainą
dainų giedra miglė goda godos vaiva ema domas domo domui roma romos romą rimas rimo rima rytis rytas ryto rytui rytą
ąžuolas ąžuolo tauras taurą jaunius smiltė ramunė ramunės ramunių ramūnas romas benas bene vida vidas vido vidui laima
laimos laimę laime laimė asta titas vita adelė sigita neringa neringos alma dalia dalios dalį dalių dalius dalei
šarūnas kairys kairę gudas žalys žemaitis žemaičių vesta silva dana ana marija ugnė ugnis gintaras gintaro gintarė
viktorija austėja gustas gusto aidas aido aidą ignas valdas valdo valda ona toma simas skaistė matas mato matai matą
daiva leja urte lukas luko rokas roko eva dirsė morta mantas karina julius karolis klimas augustas augusto feliksas
povilo vilius vytas vytis justas marta martas luka vaida vaido vaidai petro julija juliaus
"""
COMMON = """
aš tu jis ji mes jūs jie jos man tau jam jai mums jums jiems joms mane tave jį ją mus jus juos jas mano tavo savo mūsų
jūsų jų kas ko kam ką kuo kur kada kaip kodėl kiek koks kokia kuris kuri kurie kurios tas ta tai tie tos šis ši šie
šios toks tokia visi visos visas visa viskas kiekvienas kiekviena niekas nieko kažkas kai vienas viena kitas kita kiti
kitos abu abi pats pati patys ir o bet arba ar nes kad jei jeigu nors kol po prieš per už ant iki nuo iš į su be prie
pas apie tarp pagal dėl link šalia virš ne taip dar jau tik vis labai gana beveik čia ten dabar šiandien vakar rytoj
netrukus vėliau pirmiausia paskui galiausiai pagaliau deja iškart tuoj visada niekada kartais dažnai gal galbūt tačiau
todėl vietoj nepaisant staiga gerai blogai puikiai puiku malonu maloniai labas sveiki laba diena dienos labą ačiū
prašau atsiprašau buvo yra bus būtų esu esame turi turėjo galima galėjo reikia reikėjo teko gavau gavo laukiau laukėme
paskambinau paklausiau atėjau įėjau radau darbuotojas darbuotoja darbuotojai darbuotojos darbuotojo darbuotojams
personalas kolega kolegė kolegos vadovas vadovė vadovai pardavėjas pardavėja pardavėjai pardavėjos kasininkė
kasininkas administratorė administratorius registratorė registratūra registratūros registratūroje gydytojas gydytoja
gydytojai gydytojos odontologas odontologė slaugytoja slaugytojas sesutė vairuotojas kurjeris kurjerė konsultantas
konsultantė vadybininkas vadybininkė specialistas specialistė operatorius operatorė meistras balsas vyras vyriškis
moteris mergina vaikinas ponas ponia panelė žmogus žmonės vaikas vaikai klientas klientė klientai pacientas pacientė
pacientai svečias svečiai šeima mama tėtis draugė draugas kaimynas aptarnavimas parduotuvė filialas klinika biuras
skyrius prekystalis durys įėjimas eilė telefonas telefonu skambutis atsakymas klausimas klausimai kaina kainos
mokestis sąskaita kvitas čekis pasiūlymas prekė prekės užsakymas pristatymas siunta siuntinys laiškas žinutė forma
puslapis svetainė kabinetas kambarys kėdė kėdės stalas vanduo vandens kava kavos arbata tualetas aikštelė muzika
šviesa langas laikas minutė minutės minučių valanda valandos savaitė mėnuo metai rytas popietė vakaras naktis
pirmadienis pirmadienį antradienis antradienį trečiadienis trečiadienį ketvirtadienis ketvirtadienį penktadienis
penktadienį šeštadienis šeštadienį sekmadienis sekmadienį sausio vasario kovo balandžio gegužės birželio liepos
rugpjūčio rugsėjo spalio lapkričio gruodžio sausis vasaris kovas balandis gegužė birželis rugpjūtis rugsėjis spalis
lapkritis gruodis du dvi trys keturi penki pirmas pirma antras antra trečias vardas pavardė problema sprendimas
pagalba šypsena pokalbis apsilankymas vizitas laukimas pusė dauguma kažkoks mergaitė berniukas dukra sūnus senelis
močiutė nepaisydama nepaisydamas paklausta paklaustas išgirdusi pamačiusi pamatęs atsisveikindama jokio jokios
"""
CAPITAL = """
Google WhatsApp Facebook Instagram Viber Messenger Lietuva Lietuvos Lietuvoje PVM SMS TV PDF Visa Mastercard Kalėdos
Kalėdų Velykos Velykų Jūs Jums Jus Jūsų Tu Tau Tavo Android Apple iPhone Internet
"""
DEEDS = """
pasakė sako sakė paklausė klausė padėjo padeda nusišypsojo šypsojosi šypsosi paaiškino aiškino atsakė pasisveikino
pasiūlė atsiprašė paėmė davė padavė parodė paskambino atnešė atėjo priėjo nuėjo žiūrėjo klausėsi buvo yra turėjo
norėjo žinojo pažadėjo parašė išsiuntė rekomendavo patikrino pastebėjo prisiminė aptarnavo prisistatė patarė atsisakė
ignoravo juokėsi linktelėjo palydėjo pakvietė perskambino nukreipė susitvarkė išsprendė nebuvo nežinojo
"""
TITLES = """
ponas pono ponui poną ponu pone ponia ponios poniai ponią p panelė panelės panelei panelę gyd gydytojas gydytojo
gydytojui gydytoją gydytoju gydytoja gydytojos gydytojai daktaras daktaro daktarui daktarą daktarė daktarės dr prof
profesorius profesorė kolega kolegos kolegai kolegą kolegė kolegės kolegei kolegę vadovas vadovė vadovo vadovės
administratorė administratorės administratorei administratorę administratoriaus pardavėja pardavėjos pardavėjai
pardavėją pardavėjas pardavėjo konsultantė konsultantės konsultantei konsultantas konsultanto vadybininkė vadybininkės
vadybininkas vadybininko kurjeris kurjerio slaugytoja slaugytojos registratorė registratorės sesutė sesutės
"""

SPEECH = Speech(
    titles=lexicon(TITLES),
    introductions=introduction(
        r"(?:mano|jos|jo) vardas",
        "vardu",
        "prisistatė(?: kaip)?",
        "kortelėje (?:parašyta|buvo parašyta|užrašyta)",
        "vardo kortelė(?:je)?",
        "mane vadina",
        "pasirašė",
        "pasirašyta",
        "čia(?= [A-ZĄČĘĖĮŠŲŪŽ])",
        "skambina(?= [A-ZĄČĘĖĮŠŲŪŽ])",
        "kalba(?= [A-ZĄČĘĖĮŠŲŪŽ])",
        "esu(?= [A-ZĄČĘĖĮŠŲŪŽ])",
        "aptarnavo(?= [A-ZĄČĘĖĮŠŲŪŽ])",
    ),
    first_names=lexicon(FIRST_NAMES),
    surnames=lexicon(SURNAMES),
    ambiguous=lexicon(AMBIGUOUS),
    common=lexicon(COMMON),
    capital=lexicon(CAPITAL),
    deeds=lexicon(DEEDS),
)
