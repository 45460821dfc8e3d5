"""Words that carry no topic, Dutch and English: articles, pronouns, auxiliaries, fillers and politeness."""

DUTCH_LIST = """
vier vijf zes zeven acht negen tien elf twaalf vijftien twintig dertig honderd half halve anderhalf vierde vijfde
meneer heer dame inwoner inwoonster klant beller belster
nl com http https www
aan al alle alleen allemaal alles als altijd alvast ander andere anderen anders aub bedankt beetje behalve ben bent
best beste bij bijna bijvoorbeeld binnen blijf blijft blijven boven bv daar daarbij daardoor daarmee daarna
daarnaast daarom daarover daarvoor dag dan dank dat de deden deed den der deze dezelfde dhr die ding dingen dit doe
doen doet door drie dus echt echter een eens eerst eerste eigenlijk elk elke en enig enige enkel enkele er eraan erg
ergens ergste ermee erop erover ervoor even ga gaan gaat geachte gebruik gebruiken gedaan geeft geen gehad gekregen
gelukkig geven geweest gewoon geworden ging gingen goed goede goh graag groet groeten groot grote haar had hadden
hallo hartelijk heb hebben hebt heeft heel helaas hele hem hen het hetzelfde hier hierbij hierdoor hierin hiervoor
hij hoe hoeft hoeveel hoewel hoi hoor hun hè ie ieder iedere iedereen iemand iemands iets ik in is ja je jij jou
jouw jullie kan keer keren klein kleine kom komen komende komt kon konden kreeg krijg krijgen krijgt kun kunnen kunt
laat laten leuk liever maak maakt maar mag maken makkelijk manier me mee meer meerdere meest meestal men meneer
mensen met mevr mevrouw mij mijn minder misschien moeilijk moest moesten moet moeten mogelijk mogen mw na naar nadat
namelijk natuurlijk nee net niemand niet niets nieuw nieuwe niks nodig nog nogal nooit nou nu nul of ofzo ok oke
okee oké om omdat onder ons onszelf onze ook op over overal pas per precies prima rond sinds slecht slechte snap
sommige soms soort sowieso staan staat steeds straks svp te tegen telkens terug terwijl tijdens toch toe toen tot
totdat tussen twee tweede u uit uiteindelijk uw uwe vaak van vanaf vandaag vanuit vanwege veel verder vind vinden
vindt volgende volgens voor vooral voordat vraag vriendelijke waar waarbij waardoor waarin waarom waarop waarvoor
wanneer want waren was wat we weer weet weg wel welk welke werd werden weten wie wij wil wilde willen wilt word
worden wordt wou zaken zal zeer zeg zeggen zegt zei zeker zelf zelfs zich zie zien ziet zij zijn zn zo zoals zodat
zodra zon zonder zou zouden zowel zullen zult één
"""
DUTCH = frozenset(DUTCH_LIST.split())

ENGLISH_LIST = """
three four five six seven eight nine ten eleven twelve twenty hundred half twice
a able about above across actually after again against ago all almost also although always am among an and another
any anybody anyone anything anyway are aren't around as ask at away back bad be became because become been before
being below best better between big both but by came can can't cannot cant come comes could couldn't dear did didn't
didnt do does doesn doesn't doesnt doing don don't done dont down due during each either else enough especially etc
even ever every everybody everyone everything few first for from further gave get gets getting give given go goes
going gone good got great had hadn't has hasn't have haven't having he hello her here hers herself hi him himself
his how however i i'd i'll i'm i've if im in instead into is isn't isnt it it's its itself ive just keep kept kind
know last least less let let's like lot lots made make makes making many may maybe me might mine more most much must
my myself need needs never new next no nobody none nor not nothing now of off often ok okay on once one ones only
onto or other others our ours ourselves out over own part people per perhaps please possible put quite rather really
regards said same say says see seem seems seen several shall she should shouldn't since sincerely small so some
somebody someone something sometimes still such sure take taken takes than thank thanks that that's thats the their
theirs them themselves then there there's theres these they they're thing things think this those though through
thus to together too toward towards try two under unless until up upon us use used using very via want wants was
wasn't way ways we we'd we'll we're we've well were weren't what when where whether which while who whole whom whose
why will with within without won't wont would wouldn't yes yet you you'd you'll you're you've your youre yours
yourself yourselves
"""
ENGLISH = frozenset(ENGLISH_LIST.split())

ALL = DUTCH | ENGLISH

# Only the glue of a sentence. For comparing texts the longer lists above throw away too much: "how", "today" and "can"
# tell one kind of request from another.
GLUE_LIST = """
aan als ben bent dan dat de deze die dit door dus een en er geen had hadden haar heb hebben hebt heeft hem het ik in is
je jij jouw maar me met mij mijn naar niet nog of om omdat ons onze ook op over te tot uit uw van voor want was waren we
wel wij wordt worden zij ze zijn zo al bij u hij a am an and are as at be been but by did do does for from had has have
he her his i if in it its me my no not of on or our over she so than that the their these they this those to was we were
with you your
"""
GLUE = frozenset(GLUE_LIST.split())

# What follows is for keywords and titles only; comparing texts has no use for it.


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Light verbs and words of time, place and degree: part of a sentence, never what it is about.
EMPTY_LIST = """
aangegeven achter achteraf afgelopen althans bedoel bedoeld bedoelt begin begint begon begonnen bepaalde bestaat
betekent betreft bezig bied biedt bijv bleef bleek bleken blijkbaar blijken blijkt bovenaan bracht brachten breng
brengen brengt buurt d'r daarop dacht dachten denk denken denkt dergelijke destijds diverse doorgaat durf durfde
durfden durft eind einde eindelijk enorm enz ervan evenals extra gaf gaven gebeurd gebeurde gebeuren gebeurt gebracht
gebruikt gedacht geef gegeven gehele gek geleden gelegd gelijk geluk gemaakt genoeg genomen gesteld getuige gevonden
gevraagd gezegd gezeten gezien gezet gister gisteren haal haalde haalt half hang hangt heen hele heren hierop hield
hing hoef hoefde hoeven hoger hoog hoop hoopte hopelijk hou houd houden houdt huidige indien ineens inderdaad
inmiddels ivm jammer jezelf keek keken kijk kijken kijkt klaagt klopt klopte kom kopje korte kreeg kregen krijg kwam
kwamen kwijt laatst laatste laatsten lag lagen lager langs langer later leek leg legde legt liep lig liggen ligt
lijken lijkt loop los m'n maakte maakten maal meegenomen mens merk merken merkte mezelf middags mocht mochten mooiste
morgens nam namen neem neemt nemen nergens noemde noemen nogmaals ochtends onderaan onlangs onverwacht oude ouder
overigens pak pakte per plaats plaatsen plots punt qua raar rare recht rest samen scheelt schijnt schijnbaar snappen
snapt snapte stak stapt stel stelde stellen stelt stom stond stonden stopt stuk stukje stuks tegenop ten tenminste ter
terecht thuis toevallig tot totaal trek trekt trok twaalfde uiteraard uitgezocht vanavond vanmiddag vanmorgen
vanochtend vanzelf veranderd vergeet vertelde verschillende vertel vertelt viel viert vond vonden vooraf voorbij
voordeel voortaan vorig vorige vraagt vragen vrij vroeg vroegen vroeger waarna waarschijnlijk wanneer weg wens wensen
werk werken werkt werkte wist wisten woon woonde woont z'n zag zagen zat zaten zegt zet zette zetten zin zit zitten
zoek zoeken zoekt zogenaamd zoveel zulke allebei alsof alsnog bedoelde bel belde belt beter eentje eigen eraf eruit
gegaan gehoord gekeken gelopen gelukt gestaan halen halve hoort koos leest lekker leven lezen lieve lukt lukte mijne
naam neerzetten nieuws prettig stil straks tweemaal uitleggen vast verteld vol voelt voelde vooruit wilden woord
woorden zonet zomaar zowat z'n alstjeblieft alstublieft act add allow already among asked asking believe brought call
called came cause change changes choose considering currently decided definitely different easily end ended ensure etc
ever example expect fact feel feels felt finally found full future general give giving happen happened happens hear
heard held hope hoping hour idea important include including instead issue issues keep kept knew knows later leave
leaving left let's letting line live longer look looked looking looks main matter mean means mention moment move name
named nice number obviously old order point possible pretty probably problem proper provide read reason recently reply
result right run seeing sent set show similar simple simply sit sort speak spent stand standing start started stay
stood stop stopped stuff subject suddenly supposed tell telling tells thought till tomorrow told took totally tried
trying turn turned understand unfortunately useful usually wanted went whatever wish wonder worked works wrong wrote
yesterday
"""
EMPTY = _set(EMPTY_LIST)

# Words that say something, but seldom what sets a theme apart: generic words of the web, of any municipality, of time
# and family. Damped when alone.
WEAK_LIST = """
app applicatie computer digitaal digitale internet link mail mailtje online pagina pagina's page platform site
telefoon url web webpagina website websites ambtenaren burger burgers dienst gemeente inwoners organisatie stad
stadhuis citizen citizens city council government municipality resident residents service services town dagen jaar
jaren januari februari maart april mei juni juli augustus september oktober november december kwartier maand maanden
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag middag minuut minuten min morgen ochtend ochtenden tijd
tijden uur uren uurtje week weken weekend weekje avond day days hours minute minutes monday month months morning
saturday sunday thursday time times today tuesday wednesday friday week weeks weekend year years broer dochter familie
kinderen mama man moeder oma ouders vader vriend vriendin vrouw zoon zus daughter family father husband mother mum
parents son wife aardig blij dankbaar fijn fijne keurig lief mooi mooie netjes prachtig prachtige top zelfde fine
happy lovely perfect terrible useless antwoord antwoorden belde bellen belt gebeld geholpen gekost geregeld kost
"""
WEAK = _set(WEAK_LIST)

# Own short lists of languages that citizens also write in.
FOREIGN_LIST = """
aber alle alles als also andere auch auf aus bei beim bin bis bitte bist danke dann das dass dein dem den der des dich
die dies diese dieser dir doch dort durch ein eine einem einen einer eines er es euch euer für gegen gibt hab habe
haben hat hatte hier hinter ich ihm ihn ihnen ihr ihre im immer ist ja jede jeder jetzt kann kein keine können machen
man mehr mein meine mich mir mit muss nach nein nicht nichts noch nun nur oder ohne schon sehr sein seine selbst sich
sie sind sogar über und uns unser unter viel vom von vor war waren warum was weil wenn wer werden wie wieder will wir
wird wo wurde zu zum zur zwei zwischen leider ai alors après assez au aucun aussi autre aux avant avec avez avoir
beaucoup bien bon bonjour ça car ce cela ces cet cette chez comme dans depuis des deux donc dont du elle elles en
encore est et étais était été être eu faire fait fois ils je juste la le les leur lui ma mais merci mes même moi moins
mon ne nos notre nous on ont ou où par parce pas peu peut plus pour pourquoi quand que quel quelle qui quoi rien sa
sans ses si son sont sous suis sur ta tout toute tous très trop tu un une vers votre vous ahora al algo aquí así aún
bien cada como con contra cuando cual de del desde donde dos el ella ellos en entre era es esa ese eso esta está están
este esto fue gracias ha hace hacer han hasta hay la las le les lo los más me mi mis muy nada ni no nos nuestro o otra
otro para pero poco por porque puede que qué quién se ser si sí sin sobre son su sus también tan tengo tiene toda todo
todos un una uno unos usted y ya yo acaba ama ancak ben beni benim bir biraz biri bu bunu çok çünkü da daha de değil
diye en gibi hep hem her hiç için ile ise ki kim mi mı nasıl ne neden o olan olarak oldu olduğu olmak onlar onu sadece
sen siz sonra şey şu tüm üç var ve veya ya yok aby ale ani bardzo bez był była było były być bo by ci co coś czy dla
do dziękuję gdy gdzie go i ich ja jak jako je jej jest jestem jeszcze już każdy kiedy kto która które który lub ma mam
mi mnie moja może mój można mu na nad nam nas nasz nic nie nim niż od on ona oni o pan pani po pod prawie proszę przed
przez przy są się sobie ta tak także tam te tego tej ten to trzy tu tutaj tylko tym w wszystko we więc z za zawsze ze
że żeby أن إلى إن أو أنا أي إذا التي الذي الى الان ان او بعد بدون بين تم ثم حتى حول جدا ذلك شكرا عن على عند غير في فقط
قبل قد كان كانت كل كما كنت كيف لا لأن لقد لكن لكم لم لن له لها لي ليس ما مع مرة من منذ هذا هذه هل هم هناك هو هي و وقد
ولا ولم يا يكن
"""
FOREIGN = _set(FOREIGN_LIST)
# Glue there, and something to talk about in Dutch or English.
MEANINGFUL_HERE = _set("bin car den des dos era hat hay leider les mais main mes pan par plus pod son war")

# A stop word that is a thing after an article: "de pas".
SOMETIMES_TOPICAL = frozenset(["pas", "vraag", "zaak"])
NO_KEYWORDS = (ALL | EMPTY | (FOREIGN - MEANINGFUL_HERE)) - SOMETIMES_TOPICAL
NO_KEYWORDS_ELSEWHERE = ALL | EMPTY | FOREIGN

ARTICLES_LIST = "de het een 't 'n mijn m'n uw je onze ons hun haar the a an my your our their his her this that"
ARTICLES = _set(ARTICLES_LIST)
DETERMINERS = ARTICLES | _set("deze dit dat die geen elke ieder welke jullie no every which these those")
# Words without which a phrase says the opposite, or something else.
QUALIFIERS = _set("geen niet nooit zonder lang lange dubbel dubbele no not never without too long lange")
TOO = _set("te too")
TOO_WHAT = _set("laat lang lange veel weinig klein groot moeilijk kort late long much many little small big")
DENIALS = _set("niet nooit not never")
LINKS = _set("van op met naar of to")
PRONOUNS = _set("ik je jij u hij ze zij we wij men i you he she they it")
# Before a verb.
VERBAL = PRONOUNS | _set("die te to")

# Titles. What a clause often begins with and can do without.
FILLERS_LIST = """
en maar dus want nou ja nee tja helaas jammer o oh ach hm ps and but so well yes no unfortunately sadly oh or anyway
please
"""
FILLERS = _set(FILLERS_LIST)
# A piece does not end on these: something has to follow.
HOLDS_ON_LIST = """
aan achter al als bij binnen boven buiten dat de deze die dit door een en er geen heel het hun in is je kan maar me
met mijn na naar nog of om ons onze op over per te tegen ter tot tussen uit uw van via voor wat was we weer werd wordt
zeer zo zijn zonder a about after an and any are as at be because been before but by can could did do does for from
had has have her his if in into is it its more my no not of on or our she should so some than that the their then
there they to too until was we were when which who will with without would you your i ik jij hij zij wij
"""
HOLDS_ON = _set(HOLDS_ON_LIST)
# Before these a piece may end.
CONTINUES_LIST = """
aan als bij door en in met na naar of om omdat op over terwijl tijdens toen tot uit van via voor wanneer zonder after
and as at because before by during for from if in of on or over through to when while with without
"""
CONTINUES = _set(CONTINUES_LIST)
BEGINS = CONTINUES - _set("to of and en if when while wanneer toen terwijl omdat because als as")
SUBORDINATE_LIST = """
als dat die toen waar waarin waarop wat welke wie omdat terwijl hoewel zodat waardoor waarom wanneer doordat totdat
voordat nadat of if that when where which who as what because although while though why whether until before after
since how hoe
"""
SUBORDINATE = _set(SUBORDINATE_LIST)
# A piece does not begin right after these.
AUXILIARIES = _set("is are was were be been had has have do does did can could should kan werd wordt")
NOT_BEFORE = (HOLDS_ON - PRONOUNS - AUXILIARIES) | DETERMINERS | SUBORDINATE
GREETINGS_LIST = """
geachte beste hallo hoi dag lieve groet groeten hoogachtend meneer mevrouw mijnheer heer heren dame dames dhr mevr mw
l.s s.v.p svp namens ondergetekende vriendelijke dear hello hi sir madam regards sincerely mr mrs ms yours thanks
thank bedankt dank
"""
GREETINGS = _set(GREETINGS_LIST)
# Written with a capital, and no name of somebody.
NO_NAMES_LIST = """
i i'm i've i'd i'll dutch english nederlands nederlandse engels engelse duits turks pools arabisch monday tuesday
wednesday thursday friday saturday sunday january february march april may june july august september october november
december google android iphone whatsapp windows excel word pdf
"""
NO_NAMES = _set(NO_NAMES_LIST)
