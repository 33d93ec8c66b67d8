"""Turkish: the title stands behind the name, and a capital letter with an apostrophe behind the word is a name."""

from checklists.masking.folding import lexicon
from checklists.masking.speech.lexicon import Speech, introduction

FIRST_NAMES = """
Mehmet Mustafa Ahmet Ali Hüseyin Hasan İbrahim İsmail Osman Yusuf Murat Ömer Ramazan Halil Süleyman Abdullah Mahmut
Recep Salih Fatih Kadir Emre Hakan Adem Kemal Yaşar Bekir Musa Metin Bayram Orhan Serkan Furkan Burak Gökhan Uğur
Yunus Arif Serdar Volkan Cem Cemal Cengiz Can Caner Cihan Coşkun Cüneyt Deniz Doğan Doğukan Efe Ege Emir Engin Enes
Eray Ercan Erdal Erdem Erdoğan Eren Erhan Erkan Erol Ersin Ertuğrul Eser Evren Faruk Ferhat Fikret Fırat Gürkan Güven
Haluk Hamza Haydar İlhan İlker İlyas Kaan Kamil Kenan Koray Korkut Kutay Kürşat Levent Mert Mesut Mete Nuri Oğuz
Oğuzhan Okan Oktay Onur Orçun Ozan Özcan Özgür Özkan Polat Rıza Rüştü Sabri Sadık Savaş Selim Selçuk Semih Serhat
Sinan Şahin Şeref Şükrü Tahir Tamer Taner Tarık Tayfun Tolga Tuncay Turan Turgut Turgay Ufuk Umut Ünal Vedat Yalçın
Yasin Yavuz Yiğit Yılmaz Zafer Zeki Berk Berkay Barış Batuhan Bora Bülent Alper Alp Alperen Arda Aras Atakan Aykut
Aydın Bilal Bahadır Poyraz Kerem Fatma Ayşe Emine Hatice Zeynep Elif Meryem Şerife Zehra Sultan Hanife Merve Havva
Zeliha Esra Fadime Özlem Hacer Yasemin Hülya Cemile Sevim Gülsüm Leyla Dilek Büşra Songül Kübra Tuğba Rabia Derya
Sibel Hayriye Gülay Aysel Nuray Ayten Nurcan Nermin Nazlı Nesrin Neslihan Nilgün Nilüfer Nihal Nur Nuran Nurten Nevin
Oya Özge Pelin Pınar Reyhan Seda Selin Selma Sema Semra Serap Sevda Sevgi Sevil Seyhan Sezen Sinem Sude Suna Şebnem
Şeyma Şule Şükran Tuba Tuğçe Tülay Tülin Türkan Ülkü Ümran Vildan Yağmur Yeliz Yeşim Yıldız Zerrin Zübeyde Aslı Asuman
Aylin Aynur Azra Bahar Banu Başak Begüm Belgin Berna Betül Beyza Bilge Buket Burcu Canan Cansu Ceren Ceyda Çiğdem
Damla Defne Demet Didem Dilara Duygu Ebru Ece Ecrin Eda Ela Elçin Emel Esin Esma Evrim Eylül Ezgi Feride Feyza Figen
Filiz Funda Gamze Gizem Gonca Gökçe Gönül Gözde Gül Gülcan Gülden Gülşah Gülşen Günay Güneş Hande Handan Hilal Hira
İclal İlayda İlknur İpek İrem Jale Kader Kamuran Lale Latife Mehtap Melek Melike Melis Meltem Meral Mine Müge Münevver
Mukaddes Naz Nalan Narin Nazan Nebahat Irmak Miray Nehir Asya Eymen
"""
SURNAMES = """
Yılmaz Kaya Demir Çelik Şahin Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç Kurt Özkan
Şimşek Polat Korkmaz Çakır Erdoğan Özcan Aksoy Bulut Güneş Tekin Yalçın Keskin Taş Avcı Turan Ünal Güler Işık Kaplan
Tunç Bozkurt Türk Gül Acar Aktaş Karaca Ateş Sönmez Duman Erdem Bayram Uçar Yavuz Can Aktürk Karataş Altun Coşkun
Toprak Sezer Akın
"""
AMBIGUOUS = """
can deniz umut barış savaş bahar başak bilge bora bulut cem çelik demir kaya şahin yıldız yıldırım doğan kılıç aslan
arslan kara koç kurt şimşek keskin taş güneş işık ışık kaplan türk gül ateş duman toprak bayram turan yavuz sönmez
çetin ege efe ela eser evren fırat güven ilhan irmak ırmak onur özgür polat sadık sevgi sevda sultan şeref ufuk ünal
yağmur yasemin yiğit yaşar zafer zeki aydın aydınlık damla derya dilek duygu gizem gonca gönül hilal ipek kader lale
melek mine narin naz nehir nur oya özlem pınar sude sibel su ülkü filiz eylül nisan asya ali cihan engin erdem erol
metin musa recep ramazan tekin türkan güler avcı kadir doğukan uçar acar ozan sevim songül poyraz şule nilüfer suna
ömer eda bekir gökçe berk arda kamil ari alp mete tamer emel sena selim
"""
COMMON = """
ben sen o biz siz onlar bana sana ona bize size onlara beni seni onu bizi sizi onları benim senin onun bizim sizin
onların bu şu ne kim kime kimi nerede nereye nasıl neden niçin kaç hangi her hiç hiçbir hiçkimse kimse herkes herşey
biri birisi bazı birkaç çok az daha en bütün tüm aynı başka diğer öbür ve veya ya da de ama fakat ancak çünkü eğer ki
ile için gibi kadar göre sonra önce beri karşı doğru rağmen üzere iken bile sadece yalnız yalnızca hemen şimdi bugün
dün yarın yakında önceden ilk son sonunda nihayet maalesef derhal daima asla bazen sık belki galiba yine tekrar zaten
artık henüz biraz oldukça gayet iyi kötü güzel harika berbat mükemmel merhaba selam günaydın teşekkürler teşekkür
lütfen pardon özür evet hayır hoş geldiniz güle var yok değil oldu olduğu olarak olan etti ediyor dedi diye içeri
dışarı girdim gittim aradım sordum bekledim personel personeli çalışan çalışanı çalışanlar çalışanın görevli görevlisi
görevliler eleman elemanı yetkili müdür müdürü müdiresi şef satıcı kasiyer danışman danışmanı danışma resepsiyon
resepsiyonist doktor hekim hemşire diş hekimi şoför sürücü kurye teknisyen temsilci temsilcisi operatör uzman uzmanı
güvenlik garson usta adam kadın genç kız erkek çocuk çocuklar kişi insan insanlar müşteri müşteriler müşteriye
müşterinin hasta hastalar misafir aile anne baba arkadaş arkadaşım hizmet mağaza şube klinik ofis banko kasa kapı
giriş sıra kuyruk telefon telefonda telefona çağrı cevap yanıt soru fiyat fiyatlar ücret fatura fiş teklif ürün
ürünler sipariş teslimat paket kargo mesaj mektup form sayfa oda sandalye masa su kahve çay tuvalet otopark müzik ışık
yer pencere zaman dakika saat gün günü hafta ay yıl sabah öğle akşam gece pazartesi salı çarşamba perşembe cuma
cumartesi pazar ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık bir iki üç dört beş altı
yedi sekiz dokuz on yarım birinci ikinci gülümseme selamlama sorun çözüm yardım isim ad adı ismi bekleme bay bayan
hanım bey beyefendi hanımefendi teyze amca abla abi hoca yaşlı orta uzun kısa güler yüzlü karşılama ayrıca üstelik
böylece bunun bunu buna bunlar şunlar burada orada oraya buraya arka ön sağ sol üst alt yan ortada dışında içinde
"""
CAPITAL = """
Google WhatsApp Facebook Instagram Pazartesi Salı Çarşamba Perşembe Cuma Cumartesi Pazar Ocak Şubat Mart Nisan Mayıs
Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık Türkçe İngilizce Almanca Rusça Arapça Fransızca İsveççe Litvanca
Türkiye Türk KDV SMS TV PDF Visa Mastercard Allah Bey Hanım Hoca Bayan Bay Sayın Ramazan Bayramı İnternet Android
Apple iPhone Kurban
"""
DEEDS = """
dedi diyor söyledi sordu soruyor yardım güldü gülümsedi açıkladı anlattı cevap yanıt cevapladı yanıtladı karşıladı
selamladı önerdi teklif özür aldı verdi gösterdi aradı getirdi geldi gitti baktı dinledi vardı istedi biliyordu söz
yazdı gönderdi tavsiye kontrol fark hatırladı ilgilendi tanıttı reddetti görmezden başını eşlik davet yönlendirdi
çözdü bana bizi beni
"""
TITLES = "sayın bay bayan dr doktor prof profesör av sn hemşire kurye müdür danışman uzman"
AFTER = "bey hanım hanim abi abla hoca usta beyefendi hanımefendi efendi teyze amca hemşire adında adlı isimli"

SPEECH = Speech(
    titles=lexicon(TITLES),
    titles_after=lexicon(AFTER),
    introductions=introduction(
        r"(?:benim |onun )?(?:adım|ismim|adı|ismi)",
        "yaka kart(?:ında|ındaki isim)(?: yazan)?",
        "isimlikte(?: yazan)?",
        "imza",
        "kendini",
        "ben(?= [A-ZÇĞİÖŞÜ])",
    ),
    first_names=lexicon(FIRST_NAMES),
    surnames=lexicon(SURNAMES),
    ambiguous=lexicon(AMBIGUOUS),
    common=lexicon(COMMON),
    capital=lexicon(CAPITAL),
    deeds=lexicon(DEEDS),
)
