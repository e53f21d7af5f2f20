"""Words that news is told with, in English and French: a concept for each line, for comparison across languages.

A star stands for any ending. Words that two languages share, or nearly so, need no line: see `words.key`.
The words say nothing of any incident: they are function words, verbs of news, kin and offices, and common nouns.
"""

STOP = {
    "en": frozenset(
        "a an the of and or to in that is was were for it with as on by at from this these those has had have "
        "are be been being its not would will can could may might which who whom whose what when where while "
        "but if so than then there their they them he she his her him we us our you your i me my do does did "
        "done into over under about after before up down out off also just more most some any all each no nor "
        "only own same too very s t don now how why both because during between through such other another "
        "one per via".split()
    ),
    "fr": frozenset(
        "le la les l un une des du de d et ou a au aux en que qu qui dont ou est sont etait etaient ete etre "
        "avoir ont avait avaient aurait auraient pour par sur sous dans avec sans ce cet cette ces c s se sa "
        "son ses leur leurs il elle ils elles on nous vous je j me m te t y n ne pas plus moins tres aussi "
        "car mais si comme meme tout tous toute toutes fait faite faits lors apres avant entre vers chez afin "
        "alors donc selon deja toutefois lorsque quand".split()
    ),
}

SAYING = {
    "en": (
        r"said|says|say|saying|told|tells|telling|stated|states|stating|added|adds|adding|wrote|writes|writing|explained|"
        r"announced|claimed|claims|claiming|argued|noted|warned|insisted|replied|declared|described|describes|describing|"
        r"called|reported|flagged|asked|confirmed|denied|characteri[sz]ed|quoted|according\s+to"
    ),
    "fr": (
        r"dit|disait|disent|déclare|déclaré|déclarait|déclarent|affirme|affirmé|affirmait|ajoute|ajouté|ajoutait|explique|"
        r"expliqué|indique|indiqué|précise|précisé|assure|assuré|annonce|annoncé|écrit|écrivait|estime|estimé|souligne|"
        r"souligné|raconte|raconté|rapporte|rapporté|répond|répondu|confirme|confirmé|évoque|évoqué|évoquant|jugée?|"
        r"qualifié|stipulent|stipule|reconnu|reconnaît|dément|démenti|demandé|selon|d['’]après"
    ),
}
"""Verbs of saying and describing, and the prepositions that do their work."""

CONCEPTS = """
account: account* | compte comptes
open: open* establish* launch* creat* set-up | ouvr* ouvert* lanc* cree* creation etabli*
secret: secret* stealth* covert* hidden disguis* undercover | secret* deguis* cache* clandestin* dissimul*
request: request* ask* sought query question* | demand* requete* question*
demand: demand* insist* | exig*
attempt: attempt* tried try tries trying effort* bid | tent* essa* effort*
refuse: refus* declin* reject* turn* | refus* rejet* declin*
accept: accept* approv* agree* grant* | accept* approuv* accord*
deny: deny denie* denial* | dement* nie* niai*
admit: admit* acknowledg* conced* | reconn* admet* admis
confirm: confirm* | confirm*
state: say says said stat* declar* announc* told tell* | dit disent declar* affirm* annonc*
report: report* reveal* disclos* | rapport* revel* indiqu* signal*
message: message* letter* memo* email* | message* lettre* courrier* courriel*
send: send* sent address* forward* | envoy* adress*
friend: friend* | ami amie amis amies
employee: employee* staff* worker* | employe* salarie* personnel travailleur*
colleague: colleague* coworker* | collegue*
spokesperson: spokes* representative* | porte-parole porteparole
executive: executive* director* manager* chief* boss* | dirigeant* directeur directrice directeurs cadre* directrice*
official: official* | responsables officiel* fonctionnaire*
senior: senior | haut hauts haute hautes
government: government* | gouvernement*
company: company companies firm* corporation* business* | entreprise* societe* compagnie* firme*
guideline: guideline* rule* | directive* regle* reglement*
violate: violat* breach* broke* | viol* enfrei* contraire*
sensitive: sensitive | sensible*
see: seen see sees saw view* | vu vue vus vues voir
join: join* | rejoin*
want: want* wish* interested desir* | souhait* voul* voudr* veut* desir*
goal: purpose* goal* aim* | but buts objectif*
promote: promot* | promouv* promotion*
show: show* showcas* display* | present* montr*
best: best better | meilleur* mieux
side: side* | cote cotes
sort: sort* kind* | sorte* genre*
main: main chief principal | principal*
user: user* | utilisateur* utilisatrice* usager*
country: countr* | pays
world: world* global* | monde mondial*
week: week* | semaine*
month: month* | mois
year: year* | an ans annee*
data: data | donnees donnee
law: law laws legal* | loi lois legal*
pay: pay pays paid paying payment* fee fees | pay* verse* versement* remuner*
buy: buy* bought purchas* | achat* achet*
give: give gives gave given gift* donat* offer* | don dons donn* offr* offert*
cost: cost* price* | cout* prix
house: house home | maison logement*
city: city town* municipal* | ville villes municipal* mairie
mayor: mayor* | maire maires
water: water | eau eaux
school: school* | ecole* lycee*
worker: labour* labor | travail ouvrier*
library: library libraries | bibliotheque*
read: read reads reading | lire lu lue lecture*
training: training | formation*
council: council* | conseil*
pier: pier piers jetty | jetee*
fisherman: fisher* | pecheur*
crack: crack* fissur* | fissur*
find: find* found discover* | trouv* decouv*
close: close closed closes closing shut* | ferm*
authority: authorit* | autorite*
survey: survey* study studies | etude* releve*
hospital: hospital* | hopital hopitaux
police: police | police policier*
court: court* tribunal* | tribunal cour
judge: judge* | juge*
death: death* dead die died dies kill* | mort* deces deced* tue*
injury: injur* wound* hurt | bless*
child: child* | enfant*
woman: woman women | femme*
man: man men | homme*
war: war wars | guerre*
strike: strike* | greve*
fire: fire fires | incendie* feu
accident: accident* | accident*
vote: vote* ballot* | vote* scrutin*
minister: minister* secretary | ministre*
chair: chair* president | president*
member: member* | membre*
law-maker: senator* lawmaker* | senateur* depute*
united-states: us usa american* america | etats-unis americain* amerique
united-kingdom: uk britain british | royaume-uni britannique*
netherlands: netherlands dutch | pays-bas neerlandais*
germany: germany german* | allemagne allemand*
spain: spain spanish | espagne espagnol*
europe: europe* | europe*
january: january jan | janvier
february: february feb | fevrier
march: march | mars
april: april apr | avril
may: may | mai
june: june jun | juin
july: july jul | juillet
august: august aug | aout
september: september sept sep | septembre
october: october oct | octobre
november: november nov | novembre
december: december dec | decembre
head: head leader* | responsable chef*
people: people person* individual* | gens personne* individu*
host: host* | heberg*
spread: spread* distribut* push* | diffus* repand*
belong: own owned owner* belong* | appart* proprietaire*
state-run: state-run state-controlled state-owned | etat
label: label* | etiquet*
media: media | media medias
resist: pushback push-back resist* oppos* contest* objection* | contest* resist* oppos*
soon: soon | des
work: work works worked | travaux oeuvre*
use: use used uses using | utilis*
big: big large major great | grand*
new: new newly | nouveau nouvelle* nouvel
first: first | premier premiere*
last: last | dernier derniere*
sale: sale sales sold sell sells | vente* vend*
passenger: passenger* | passager*
driver: driver* | conducteur* conductrice* chauffeur*
train: train trains rail railway* | train trains ferroviaire*
plane: plane* aircraft airplane* | avion*
ship: ship ships vessel* boat* | navire* bateau*
car: car cars vehicle* | voiture* vehicule*
arrest: arrest* detain* | arret* interpel*
release: releas* free freed | liber* relach*
rise: rose risen rise rises increas* grew | augment* hausse
fall: fell fall falls fallen drop* decreas* | baiss* diminu* recul* chut*
wait: wait* await* | attend* attente
child-care: nursery nurseries | creche*
teacher: teacher* | enseignant* professeur*
student: student* pupil* | etudiant* eleve*
doctor: doctor* physician* | medecin*
nurse: nurse* | infirmier*
patient: patient* | patient*
lawyer: lawyer* attorney* | avocat*
witness: witness* | temoin*
victim: victim* | victime*
crime: crime* | crime* delit*
weapon: weapon* gun guns | arme armes
army: army military troops | armee* militaire* troupe*
soldier: soldier* | soldat*
border: border* | frontiere*
flood: flood* | inondation* crue*
storm: storm* | tempete* orage*
earthquake: earthquake* quake* | seisme*
weather: weather | meteo
farmer: farmer* | agriculteur*
market: market* | marche*
bank: bank banks | banque*
shop: shop* store stores | magasin* boutique*
factory: factory factories plant | usine*
price-rise: inflation | inflation
building: building* | batiment* immeuble*
field: field* | champ champs
river: river* | fleuve* riviere*
sea: sea ocean* | mer mers
forest: forest* wood | foret*
dog: dog dogs | chien*
cheese: cheese* | fromage*
bread: bread | pain
meat: meat | viande*
milk: milk dairy | lait laiterie*
wine: wine* | vin vins
book: book books | livre*
newspaper: newspaper* paper | journal quotidien
team: team* | equipe*
game: game* match* | match* jeu jeux
win: win wins won | gagn* remport*
lose: lose loses lost loss losses | perd* perte* perdu*
begin: begin* began begun start* | commenc* debut*
end: end ends ended | fin finit termin*
stop: stop* halt* | arret* cess*
wheel: wheel* | roue* meule*
danger: danger* risk* | danger* risque*
safe: safe safety | securite sur
day: day days | jour jours journee*
hour: hour* | heure*
night: night* | nuit*
today: today | aujourd'hui
yesterday: yesterday | hier
monday: monday | lundi
tuesday: tuesday | mardi
wednesday: wednesday | mercredi
thursday: thursday | jeudi
friday: friday | vendredi
saturday: saturday | samedi
sunday: sunday | dimanche
winter: winter* | hiver*
summer: summer* | ete
election: election* | election*
party: party parties | parti partis
leader: leader* | dirigeant*
law-suit: lawsuit* sue sued | plainte* proces
agreement: agreement* deal deals | accord accords
talk: talk* negotiat* | discussion* negoci*
replace: replac* | remplac*
order: order ordered orders | command*
part: part parts piece* | piece pieces partie*
need: need* require* | besoin* necessit*
plan: plan plans planned | plan plans projet*
test: test tests tested | test tests essais
road: road* street* | route* rue*
bridge: bridge* | pont ponts
island: island* | ile iles
health: health | sante
food: food | aliment* nourriture
money: money funds | argent fonds
tax: tax taxes | impot* taxe*
"""
"""concept: English words | French words, all folded (no accents)."""

NUMBERS = {
    **{w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())},
    **{w: n for n, w in enumerate("zero un deux trois quatre cinq six sept huit neuf dix onze douze".split()) if n > 1},
}
"""Small numbers in words; "un" is an article far more often than a number."""

SCALES = {
    "thousand": 1e3, "mille": 1e3, "million": 1e6, "millions": 1e6, "m": 1e6, "billion": 1e9, "billions": 1e9,
    "bn": 1e9, "milliard": 1e9, "milliards": 1e9,
}  # fmt: skip
"""Words that multiply the number before them."""
