"""German: every noun has a capital letter, so a capital letter says nothing."""

from checklists.masking.folding import lexicon
from checklists.masking.speech.lexicon import Speech, introduction

FIRST_NAMES = """
Peter Wolfgang Michael Werner Klaus Thomas Manfred Helmut Jürgen Heinz Gerhard Andreas Hans Josef Günter Günther
Dieter Horst Walter Frank Bernd Karl Herbert Franz Martin Uwe Georg Heinrich Stefan Stephan Christian Karlheinz Rudolf
Kurt Hermann Johann Wilhelm Siegfried Rolf Joachim Friedrich Matthias Otto Rainer Robert Bernhard Alexander Holger
Markus Reinhard Alfred Erich Volker Ulrich Erwin Ralf Jens Torsten Thorsten Dirk Jörg Ingo Olaf Sven Lars Kai Maik
Mike Marco Marko Daniel Sebastian Tobias Florian Philipp Philip Dennis Patrick Tim Jan Jonas Lukas Lucas Leon Luca
Felix Paul Finn Elias Noah Ben Maximilian Max Moritz Julian David Niklas Nico Nils Simon Fabian Kevin Marcel Marvin
Pascal Dominik Benjamin Christoph Christopher Johannes Jakob Emil Anton Oskar Theo Henry Jannik Leonard Lennard Linus
Mats Till Timo Vincent Konstantin Adrian Aaron Samuel Rafael Gabriel Arne Hauke Torben Malte Ole Hendrik Henrik
Carsten Karsten Detlef Egon Ernst Eugen Gregor Gustav Harald Hartmut Helge Jochen Lothar Norbert Oliver Rüdiger
Steffen Sönke Udo Veit Wolf Maria Ursula Monika Petra Elisabeth Sabine Renate Helga Karin Brigitte Ingrid Erika Andrea
Gisela Claudia Susanne Gabriele Christa Christine Hildegard Anna Birgit Barbara Gerda Martina Heike Gudrun Christina
Kerstin Anja Stefanie Stephanie Nicole Julia Katharina Sandra Melanie Tanja Katja Silke Ulrike Ute Angelika Beate
Cornelia Dagmar Doris Edith Elke Eva Gertrud Heidi Ilse Ines Inge Irene Jutta Lieselotte Manuela Margarete Marion
Marlies Regina Rita Rosemarie Silvia Simone Sonja Sigrid Ruth Waltraud Yvonne Anke Antje Astrid Britta Carmen Daniela
Diana Franziska Friederike Ilona Iris Janina Jana Jennifer Jessica Johanna Kathrin Katrin Kirsten Lena Lisa Laura
Leonie Lea Lara Luisa Louisa Mia Emma Hannah Hanna Sophia Sofia Sophie Marie Emilia Lina Mila Clara Klara Ella Amelie
Maja Maya Charlotte Frieda Ida Mathilda Nele Paula Pia Sarah Sara Saskia Svenja Vanessa Vera Verena Veronika Viktoria
Wiebke Annika Alina Aylin Bianca Carolin Caroline Celina Chiara Denise Elena Elif Fatma Finja Greta Helena Henriette
Isabel Isabell Isabella Jule Juliane Kim Kristin Larissa Linda Magdalena Marlene Meike Miriam Nadine Nadja Natalie
Natascha Nina Patricia Rebecca Rebekka Ronja Rosa Sina Stella Swantje Tina Tamara Theresa Theresia Ulla Uta Wilma Zoe
Mehmet Mustafa Ahmet Ali Hasan Hüseyin Murat Emre Ayşe Zeynep Olga Irina Natalia Svetlana Tatjana Dimitri Sergej Igor
Wladimir Agnieszka Małgorzata Krzysztof Piotr Tomasz Katarzyna Uschi Babsi Steffi Conny Moni Gabi Susi Kathi Basti Flo
Alex Chris Toni Micha Manni
"""
SURNAMES = """
Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf
Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Schmitz Krause Meier Lehmann
Schmid Schulze Maier Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn
Schubert Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon
Ludwig Böhm Winter Kraus Martin Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß Seidel Heinrich Brandt Haas
Schreiber Graf Schulte Dietrich Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer Arnold Wolff
Pfeiffer Özdemir Yılmaz Kaya Demir Nowak Kowalski Petersen Hansen Jansen Janssen Paulsen Lindner Kirchner Reuter Ebert
Eckert Hübner Kramer Ritter
"""
AMBIGUOUS = """
wolf koch klein schwarz braun lange lang könig kaiser fuchs weiß jung hahn vogel keller winkler winter stein jäger
sommer groß graf engel horn busch sauer bauer fischer schneider richter weber wagner schäfer müller becker zimmermann
schuster krämer schreiber ziegler ritter beck roth frank ernst rosa max till kai mark eva iris viola linde wilma marie
marco veit christian franz ben tim ole kim flo toni simon martin heide horst beate gabi mia ella berger arnold ali
august hans peter heinz jahn kuhn haas seidel pohl nowak bach berg franke brandt lorenz pfeiffer kaya demir thomas
walter werner friedrich heinrich dietrich hermann otto günther albrecht ludwig jana paula
"""
COMMON = """
der die das den dem des ein eine einen einem einer eines kein keine keinen dieser diese dieses jener jede jeder jedes
alle alles man ich du er sie es wir ihr mich mir dich dir ihn ihm uns euch ihnen mein meine sein seine unser unsere
und oder aber denn weil dass ob wenn als wie wo wer was warum wann nach vor bei mit ohne für gegen durch um an auf in
im am aus von vom zu zum zur über unter neben zwischen hinter seit bis während trotz wegen nicht nur auch noch schon
sehr so dann da dort hier heute morgen gestern leider zuerst danach später endlich schließlich sofort gleich immer nie
niemand jemand nichts etwas viel viele wenig einige mehrere beide andere zwei drei vier fünf erst erste zweite letzte
nächste gut gute guter schlecht schlechte freundlich freundliche nett nette toll super prima hallo guten tag grüß gott
danke bitte entschuldigung ja nein tschüss wiedersehen hat habe haben ist sind war waren wird wurde wurden werden kann
konnte muss musste soll sollte will wollte darf durfte ließ machte ging kam sah stand saß personal mitarbeiter
mitarbeiterin mitarbeiterinnen mitarbeitern kollege kollegin kollegen chef chefin leiter leiterin filialleiter
filialleiterin verkäufer verkäuferin kassierer kassiererin bedienung berater beraterin beratung empfang rezeption arzt
ärztin zahnarzt zahnärztin doktor schwester pfleger helferin assistentin assistent fahrer fahrerin bote kurier
techniker telefonistin telefonist stimme dame herr herren frau frauen mann männer mädchen junge kind kinder mensch
menschen leute person kunde kundin kunden kundinnen patient patientin patienten gast gäste familie mutter vater eltern
freund freundin tochter sohn nachbar service laden geschäft filiale klinik praxis büro theke kasse tür eingang
schlange warteschlange wartezeit wartezimmer telefon anruf rückruf antwort frage fragen preis preise kosten gebühr
rechnung beleg quittung angebot ware produkt bestellung lieferung paket päckchen mail nachricht brief formular seite
termin termine raum stuhl stühle tisch wasser kaffee tee tasse toilette parkplatz musik licht boden fenster zeit
minute minuten stunde stunden uhr tage woche monat jahr vormittag nachmittag abend nacht montag dienstag mittwoch
donnerstag freitag samstag sonntag januar februar märz april mai juni juli august september oktober november dezember
lächeln gespräch name namen begrüßung verabschiedung hilfe lösung problem umtausch gutschein geschenk schokolade
versprechen behandlung diagnose rezept vertrag angst sorgen wunsch wünsche zufall ende anfang grund ding sache sachen
eindruck ergebnis moment augenblick herzlich willkommen überall keiner irgendwann plötzlich obwohl nachdem bevor
außerdem trotzdem deshalb automat computer system bildschirm kollegium team haus stadt straße ort nummer buch zeitung
regal karton tüte tasche
"""
CAPITAL = """
Google WhatsApp Facebook Instagram Internet Deutsch Englisch Weihnachten Ostern Sie Ihnen Ihr Ihre Ihren Ihrem Ihrer
"""
DEEDS = """
sagte meinte fragte antwortete half lachte lächelte erklärte bediente begrüßte rief brachte bot gab nahm zeigte
schaute hörte entschuldigte versprach schrieb wusste kannte empfahl beriet notierte nickte begleitete verabschiedete
bemühte kümmerte reagierte ignorierte unterbrach verwies grüßte hilft sagt fragt meint erklärt lächelt gibt nimmt
bringt zeigt
"""
DETERMINERS = """
der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner dieser diese dieses diesen
diesem jeder jede jedes jeden jedem mein meine meinen meinem meiner sein seine seinen seinem seiner ihr ihre ihren
ihrem ihrer unser unsere unseren im am zum zur beim vom ins ans alle viele einige mehrere zwei drei beide welche
solche ohne kaum nette netter nettes freundliche freundlicher junge junger alte alter gute guter neue neuer andere
anderer
"""
TITLES = """
herr herrn hr frau fr fräulein dr doktor prof professor professorin kollege kollegin schwester familie oberarzt
chefarzt
"""

SPEECH = Speech(
    titles=lexicon(TITLES),
    introductions=introduction(
        r"(?:mein|ihr|sein|der) name",
        r"(?:heißt|heiße|heisst|heisse|hieß|hiess)",
        "namens",
        "namensschild(?: mit)?(?: stand)?",
        "mit (?:dem )?namen",
        "stellte sich als",
        "hier (?:ist|spricht)",
        "ich bin(?= [A-ZÄÖÜ])",
        "gezeichnet",
        "unterschrieben von",
        r"(?:bedient|beraten|begrüßt|betreut|empfangen) von(?! (?:der|dem|den|ein|einer|einem|zwei|allen|niemand))",
        "am apparat(?: war)?",
    ),
    first_names=lexicon(FIRST_NAMES),
    surnames=lexicon(SURNAMES),
    ambiguous=lexicon(AMBIGUOUS),
    common=lexicon(COMMON),
    capital=lexicon(CAPITAL),
    deeds=lexicon(DEEDS),
    nouns_are_capital=True,
    determiners=lexicon(DETERMINERS),
    before_names=lexicon("mit von bei an fur nach traf sah war ist wohl herrn"),
)
