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
