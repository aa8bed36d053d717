"""German words that people like to build passwords from, the likeliest first."""

_LIKELIEST_FIRST = """
passwort kennwort passwörter geheim hallo schatz sommer winter herbst frühling frühjahr fruehling
ichliebedich iloveyou hallowelt gutentag gutenmorgen lassmichrein keineahnung weissnicht
willkommen start test admin administrator gast benutzer anmeldung zugang login büro buero chef
montag dienstag mittwoch donnerstag freitag samstag sonntag wochenende urlaub ferien
januar februar märz maerz april mai juni juli august september oktober november dezember
weihnachten ostern silvester neujahr advent nikolaus geburtstag
liebe schatzi engel maus mausi hase hasi bärchen baerchen süße suesse prinzessin prinz baby
sonnenschein schnucki spatz schnecke herz herzchen mama papa oma opa mutter vater bruder schwester
scheiße scheisse mist quatsch egal
hund katze pferd kater vogel tiger löwe loewe bär baer schmetterling delfin igel fuchs adler
sonne mond stern himmel regen schnee wasser feuer blume rose garten baum wald wiese berg meer
rot blau grün gruen gelb schwarz weiß weiss lila silber gold
eins zwei drei vier fünf fuenf sechs sieben acht neun zehn hundert tausend
fussball fußball verein bundesliga bayern schalke dortmund werder hertha köln koeln hamburg berlin
münchen muenchen frankfurt stuttgart leipzig dresden hannover bremen nürnberg nuernberg essen bonn
deutschland europa österreich schweiz sachsen hessen thüringen niedersachsen brandenburg
auto fahrrad motorrad computer rechner tastatur telefon handy internet drucker laptop
kaffee kuchen schokolade pizza bier wein apfel banane kartoffel wurst brot
guten morgen tag abend nacht alles klar danke bitte
glück glueck freiheit frieden hoffnung freude leben zukunft familie freunde freund freundin
haus heim wohnung schule kirche arbeit firma praxis kita kindergarten hort krippe
ich bin ist mein meine dein deine unser unsere das der die ein eine und oder nicht
lotse lotsin digital digitalisierung digitalisierungslotse digitalisierungscheck check maßnahme
massnahme bericht organisation träger traeger leitung geschäftsführung geschaeftsfuehrung
sozial soziales sozialarbeit sozialdienst beratung beratungsstelle jugend jugendhilfe jugendclub
jugendzentrum pflege pflegedienst betreuung betreuer betreuungsverein familienzentrum
familienhilfe stiftung diakonie caritas awo paritätischer paritaetischer kreuz lebenshilfe
tafel nachbarschaft stadtteil treffpunkt ehrenamt freiwillig spende inklusion integration
lindenhof sonnenwinkel brückenhaus brueckenhaus hilfe helfen mensch menschen kinder kind eltern
senioren frauen frauenhaus männer migration flüchtlinge sucht suchtberatung schuldnerberatung
verwaltung sekretariat empfang kasse team kollege kollegin mitarbeiter praktikant vorstand
michael thomas andreas stefan christian peter klaus wolfgang jürgen juergen hans dieter frank uwe
martin markus daniel alexander sebastian tobias jan tim lukas leon paul max felix jonas finn
sabine petra monika andrea claudia susanne birgit karin gabriele ursula renate heike martina
nicole julia anna lisa laura lena sarah sandra katrin stefanie melanie lea mia emma hannah marie
müller mueller schmidt schneider fischer weber meyer maier wagner becker schulz hoffmann schäfer
koch bauer richter klein wolf schröder neumann schwarz zimmermann braun krüger hofmann hartmann
"""

COMMON_WORDS = _LIKELIEST_FIRST.split()
