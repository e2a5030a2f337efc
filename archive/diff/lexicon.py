"""Words that decide what an edit is about, language by language.

Negations are one set for all languages: a word that denies in one of them is rare in the
others; so are the small words, which only decide what is marked together. Numbers and dates
in words have one set for English and one for the other languages. Everything else is
English, and is used for English texts only.
"""

from __future__ import annotations

_NEGATIONS = """
no not never none nobody nothing nowhere neither nor without cannot hardly barely
لا لم لن ليس ليست ليسوا غير بدون دون عدم بلا ولا ولم ولن وليس وليست وغير ودون وبدون فلا فلم فلن
نه نیست نیستم نیستی نیستیم نیستید نیستند نبود نبودند نشد هیچ بدون نکرد نمی
نیامد نیامدند نیامده نباید نخواهد ندارد ندارند
ne pas jamais rien aucun aucune nul nulle sans ni non
nicht nichts kein keine keinen keinem keiner keines nie niemals niemand ohne weder
не нет ни без никогда ничего никто нельзя
değil değilim değilsin değiliz değilsiniz değiller değildi değildir yok yoktu yokmuş yoksa yoktur
hiç hiçbir asla
"""
_NUMBERS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred
hundreds thousand thousands million millions billion billions trillion trillions dozen dozens half
third quarter first second third fourth fifth sixth seventh eighth ninth tenth single double triple
both once twice several few many most all
"""
_NUMBERS_ELSEWHERE = """
deux trois quatre cinq sept huit neuf dix onze douze quinze vingt trente quarante cinquante
soixante
cent cents mille million millions milliard milliards
zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig vierzig fünfzig sechzig
hundert tausend tausende million millionen milliarde milliarden
два две три четыре пять шесть семь восемь девять десять двадцать тридцать сорок пятьдесят сто
двести тысяча тысячи тысяч миллион миллиона миллионов миллиард миллиарда миллиардов
اثنان اثنين ثلاثة ثلاث أربعة أربع خمسة خمس ستة سبعة سبع ثمانية تسعة تسع عشرة عشرون عشرين ثلاثون
ثلاثين مئة مائة مئات ألف آلاف مليون ملايين مليار
دو سه چهار پنج شش هفت هشت ده بیست سی چهل پنجاه صد هزار هزاران میلیون میلیارد
iki üç dört beş altı yedi sekiz dokuz yirmi otuz kırk elli altmış yetmiş seksen doksan yüz
milyon
milyar
"""
_DATES_ELSEWHERE = """
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
lundi mardi mercredi jeudi vendredi samedi dimanche demain aujourd'hui
januar februar märz april mai juni juli august september oktober november dezember
montag dienstag mittwoch donnerstag freitag samstag sonntag gestern heute
январь января январе февраль февраля феврале март марта марте апрель апреля апреле май мая мае
июнь
июня июне июль июля июле август августа августе сентябрь сентября сентябре октябрь октября октябре
ноябрь ноября ноябре декабрь декабря декабре понедельник вторник четверг пятницу субботу
воскресенье вчера сегодня завтра
يناير فبراير مارس أبريل إبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر شباط آذار نيسان
أيار
حزيران تموز أيلول الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت أمس اليوم غدا
فروردین اردیبهشت خرداد مرداد شهریور مهر آبان آذر بهمن اسفند ژانویه فوریه مارس آوریل ژوئن ژوئیه
اوت
سپتامبر اکتبر نوامبر دسامبر شنبه یکشنبه دوشنبه سه‌شنبه چهارشنبه پنج‌شنبه جمعه دیروز امروز فردا
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık ocakta şubatta martta
nisanda
mayısta haziranda temmuzda ağustosta eylülde ekimde kasımda aralıkta pazartesi salı çarşamba
perşembe
cuma cumartesi dün bugün yarın
"""
_DATES = """
january february march april may june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun
today yesterday tomorrow tonight morning afternoon evening night noon midnight week month year
"""
_DATES_OR_NOT = "may march mar jan sat sun wed mon"
_BEFORE_DATES = """
in of since until till last next this on by from before after during between through early late mid
every each
"""
_ATTRIBUTION = """
said says say saying told tells according claimed claims claim stated states reported reports
announced argued argues insisted insists denied denies confirmed confirms added wrote writes
acknowledged admitted asserted suggested suggests warned warns
"""
_HEDGES = """
alleged allegedly reportedly apparently possibly probably perhaps likely unlikely may might could
would should must will appears appear seems seem suspected supposed supposedly purported purportedly
so-called unconfirmed believed claimed
"""
_ENGLISH = """
the of and to in is was that for with are were has have been this which from by it not as an at be
"""
_SMALL = """
a an the of to in on at and or for with by from as is are was were be been that this it which we
der das den dem und von zu mit im für ein eine
le la les du des et en un une au aux pour par
и в на с по из от к о что
و في من على إلى عن أن
در به از که را این
ve bir bu da ile için
"""
_ALIKE = """
county country; causal casual; martial marital; prescribe proscribe; adopt adapt; adopted adapted;
hostile hostage; minister ministry; public pubic; conservation conversation; defuse diffuse;
complement compliment; principal principle; statue statute; trail trial; trails trials;
immoral immortal; reserve reverse; reserved reversed; united untied; military militarily;
prosecute persecute; prosecuted persecuted; prosecution persecution; interment internment;
ingenious ingenuous; moral morale; personal personnel; perspective prospective; rational rationale;
sacred scared; decent descent; dissent descent; desert dessert; angle angel; bored board;
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEGATIONS = _words(_NEGATIONS)
NUMBER_WORDS = _words(_NUMBERS)
NUMBERS_ELSEWHERE = _words(_NUMBERS_ELSEWHERE)
DATE_WORDS = _words(_DATES)
DATES_ELSEWHERE = _words(_DATES_ELSEWHERE)
DATES_OR_NOT = _words(_DATES_OR_NOT)
BEFORE_DATES = _words(_BEFORE_DATES)
ATTRIBUTION = _words(_ATTRIBUTION)
HEDGES = _words(_HEDGES)
# These hedge a number only: "about 12", but "a book about cranes".
ROUGHLY = _words("about around approximately roughly nearly almost least some")
ENGLISH = _words(_ENGLISH)
GERMAN = _words("der die das und ist nicht ein eine den dem des im zu mit auf für von hat sich")
SMALL_WORDS = _words(_SMALL)
GLUE = frozenset({"a", "an", "the", "that", "of", "and", "as", "it", "being"})
AGREEING = (
    frozenset({"is", "are"}),
    frozenset({"was", "were"}),
    frozenset({"has", "have"}),
    frozenset({"does", "do"}),
    frozenset({"this", "these"}),
    frozenset({"that", "those"}),
    frozenset({"to", "into"}),
    frozenset({"on", "upon"}),
    frozenset({"that", "which"}),
    frozenset({"toward", "towards"}),
    frozenset({"among", "amongst"}),
    frozenset({"while", "whilst"}),
)
NOT_ALIKE = frozenset(frozenset(pair.split()) for pair in _ALIKE.split(";") if pair.strip())
DENYING_PREFIXES = (
    "un",
    "in",
    "im",
    "il",
    "ir",
    "dis",
    "non",
    "anti",
    "ن",
    "نمی‌",
    "بی‌",
    "не",
    "без",
)
# What Turkish puts within a verb to deny it, and what stands there without: "geldi",
# "gelmedi", "gelmeyecek"; "biliyor", "bilmiyor"; "gelir", "gelmez"; "gelebilir", "gelemez".
DENYING_WITHIN = (
    *((within, "") for within in ("mey", "may", "me", "ma", "mi", "mı", "mu", "mü")),
    *((f"m{vowel}yor", f"{vowel}yor") for vowel in "iıuü"),
    *(("mez", ending) for ending in ("er", "ir", "ür", "r")),
    *(("maz", ending) for ending in ("ar", "ır", "ur", "r")),
    ("emez", "ebilir"),
    ("amaz", "abilir"),
)
ENDINGS = ("", "s", "es", "al", "ly", "ally")
CURRENCIES = "$€£¥₺₽₪﷼"
CURRENCY_WORDS = _words(
    "dollar dollars euro euros pound pounds rial rials lira lire yen ruble rubles usd eur gbp "
    "рубль рубля рублей доллар доллара долларов евро dolar avro دلار تومان ریال یورو "
    "دولار دولارا دولارات ريال دينار جنيه يورو ليرة"
)
PERCENT_MARKS = "%٪"
PERCENT_WORDS = _words(
    "percent per cent percentage pct prozent процент процента процентов yüzde درصد المئة المائة "
    "بالمئة بالمائة"
)
NOBODY = frozenset(
    {
        "",
        "anonymous",
        "anonyme",
        "anonym",
        "anónimo",
        "anonimo",
        "anoniem",
        "аноним",
        "غيرمعروف",
        "مجهول",
        "ناشناس",
    }
)
