"""Facets: questions on which two reports can take opposite or different sides, with the words of each side.

The facets are of news in general (was it paid for, was it asked or demanded, was it refused); none is of an incident.
"""

import re
from dataclasses import dataclass

OPPOSED, DIFFERENT = "opposed", "different"


@dataclass(frozen=True)
class Facet:
    """One question: its sides with their words by language, and which sides oppose or differ from which."""

    name: str
    sides: dict[str, dict[str, re.Pattern[str]]]
    against: dict[frozenset[str], str]


def _facet(name: str, sides: dict[str, tuple[str, str]], against: dict[tuple[str, str], str]) -> Facet:
    return Facet(
        name,
        {
            side: {
                language: re.compile(rf"(?<![\w-])(?:{words})(?![\w])", re.I)
                for language, words in zip(("en", "fr"), both, strict=True)
                if words
            }
            for side, both in sides.items()
        },
        {frozenset(pair): strength for pair, strength in against.items()},
    )


_PAID = (
    r"pay|pays|paying|paid(?! (?:tribute|attention|homage))|payments?|fees?|hired|remunerated|(?:was|were) compensated",
    r"pay[ée]e?s?|payait|payer|paiement|pay[eè]nt|payant|r[ée]mun[ée]r\w+|vers[ée]e?s?|moyennant finances",
)
FACETS = (
    _facet(
        "informal, formal or paid",
        {
            "informal": (
                r"informal(?:ly)?|unofficial(?:ly)?|casual(?:ly)?",
                r"informel\w*|officieu\w+|amicale?(?:ment)?",
            ),
            "formal": (
                r"formal(?:ly)?|official (?:request|order|letter|demand|application)|officially",
                r"formelle?(?:ment)?|officiellement|(?:demande|lettre|requête) officielle",
            ),
            "paid": _PAID,
        },
        {("informal", "formal"): OPPOSED, ("informal", "paid"): DIFFERENT},
    ),
    _facet(
        "paid or unpaid",
        {
            "paid": _PAID,
            "unpaid": (
                r"unpaid|free of charge|for free|pro bono|without (?:pay|payment)|for nothing|volunteers?|as a favou?r",
                r"b[ée]n[ée]vol\w+|gratuit\w*|non pay[ée]e?s?|sans (?:paiement|contrepartie)|[àa] titre gracieux",
            ),
        },
        {("paid", "unpaid"): OPPOSED},
    ),
    _facet(
        "bought or given",
        {
            "bought": (r"bought|buys?|buying|purchas\w+|paid|sold", r"achet\w+|achat|acqui\w+|vendue?s?"),
            "given": (r"gifts?|donat\w+|gave|given as", r"dons?|cadeaux?|offert\w*|donn[ée]e?s?"),
        },
        {("bought", "given"): OPPOSED},
    ),
    _facet(
        "wished, asked, tried or demanded",
        {
            "wished": (
                r"wanted|wants|wished|wishes|interested in|hoped|would like",
                r"souhait\w+|voulait|veut|d[ée]sir\w+",
            ),
            "asked": (
                r"request(?:s|ed|ing)?|asked|asking (?:for|to)|sought",
                r"demand(?:e|es|é|ée|ait|aient|ent)|requêtes?|sollicit\w+",
            ),
            "tried": (
                r"attempt(?:s|ed|ing)?|tried|tries|trying|bid to|sought to",
                r"tentatives?|tent[ée]e?|tentait|essay\w+",
            ),
            "demanded": (
                r"demand(?:s|ed|ing)?|order(?:ed|ing)|insist(?:s|ed)|ultimatum",
                r"exig\w+|ordonn\w+|ultimatum",
            ),
        },
        {
            ("demanded", "asked"): DIFFERENT,
            ("demanded", "wished"): DIFFERENT,
            ("demanded", "tried"): DIFFERENT,
            ("tried", "wished"): DIFFERENT,
            ("tried", "asked"): DIFFERENT,
        },
    ),
    _facet(
        "accepted or refused",
        {
            "accepted": (
                r"accept(?:s|ed)|approv(?:es|ed)|agreed to|granted",
                r"accept[ée]e?s?|approuv[ée]e?s?|accord[ée]e?s?",
            ),
            "refused": (
                r"refus(?:es|ed|al)|declin(?:es|ed)(?! to comment)|reject(?:s|ed)|turned down",
                r"refus[ée]?e?s?|rejet[ée]e?s?|d[ée]clin[ée]e?s?",
            ),
        },
        {("accepted", "refused"): OPPOSED},
    ),
    _facet(
        "denied or confirmed",
        {
            "denied": (
                r"den(?:y|ies|ied|ying|ials?)|disput(?:es|ed)",
                r"d[ée]ment\w*|d[ée]menti|ni[ée]|conteste les faits",
            ),
            "confirmed": (
                r"confirm(?:s|ed|ing)?|admit(?:s|ted)?|acknowledg(?:es|ed)|conced(?:es|ed)",
                r"confirm\w+|admis|admet\w*|reconnu\w*|reconna[îi]t",
            ),
        },
        {("denied", "confirmed"): OPPOSED},
    ),
    _facet(
        "of free will or under duty",
        {
            "of free will": (r"voluntar(?:y|ily)|optional(?:ly)?", r"volontaire(?:ment)?|facultati\w+"),
            "under duty": (
                r"compulsory|mandatory|obligatory|was ordered|were ordered|was forced|were forced|legally required",
                r"obligatoires?|contraint\w*|forc[ée]e?s?|impos[ée]e?s?",
            ),
        },
        {("of free will", "under duty"): OPPOSED},
    ),
    _facet(
        "accident or intent",
        {
            "accident": (
                r"accidental(?:ly)?|by accident|by mistake|unintentional(?:ly)?",
                r"accidentel\w*|par erreur|par accident",
            ),
            "intent": (
                r"deliberate(?:ly)?|intentional(?:ly)?|on purpose|knowingly",
                r"d[ée]lib[ée]r[ée]\w*|intentionnel\w*|sciemment",
            ),
        },
        {("accident", "intent"): OPPOSED},
    ),
    _facet(
        "more or fewer",
        {
            "more": (
                r"rose|risen|rises|increas(?:ed|es)|grew|climbed",
                r"augment[ée]\w*|hausse|progress[ée]|grimp[ée]",
            ),
            "fewer": (
                r"fell|fallen|falls|decreas(?:ed|es)|declined by|dropped|shrank",
                r"baiss[ée]\w*|baisse|diminu[ée]\w*|recul[ée]?",
            ),
        },
        {("more", "fewer"): OPPOSED},
    ),
    _facet(
        "held or free",
        {
            "held": (
                r"arrested|detained|jailed|in custody",
                r"arr[êe]t[ée]e?s?|d[ée]tenue?s?|incarc[ée]r\w+|gard[ée]e? à vue",
            ),
            "free": (r"released|freed|was let go", r"lib[ée]r[ée]e?s?|rel[âa]ch[ée]e?s?"),
        },
        {("held", "free"): OPPOSED},
    ),
    _facet(
        "guilty or cleared",
        {
            "guilty": (r"guilty|convicted|sentenced", r"coupables?|condamn[ée]e?s?"),
            "cleared": (
                r"innocent|acquitted|cleared of|not guilty",
                r"innocent\w*|acquitt\w+|relax[ée]e?s?|blanchie?s?",
            ),
        },
        {("guilty", "cleared"): OPPOSED},
    ),
    _facet(
        "open or shut",
        {
            "open": (
                r"reopen(?:s|ed)|(?:is|was|remains?|stays?|stayed) open",
                r"rouv\w+|rest[ée]e? ouverte?|est ouverte?",
            ),
            "shut": (r"clos(?:es|ed)|shut(?! to)", r"ferm[ée]e?s?|ferment?|fermeture"),
        },
        {("open", "shut"): OPPOSED},
    ),
)
"""All facets that are looked for."""

NEGATION = {
    "en": re.compile(r"(?:\b(?:not|never|no|nor|neither|without|cannot)\b|n[’']t\b)", re.I),
    "fr": re.compile(r"(?:\b(?:pas|jamais|aucune?|sans|ni|nullement)\b|\bn[e’'])", re.I),
}
"""Words that turn a statement round."""
HEDGE = {
    "en": re.compile(
        r"\b(?:may|might|could|would|allegedly|alleged|alleges|reportedly|apparently|possibly|perhaps|purported(?:ly)?|"
        r"seems?|seemingly|likely|is said to|suggests?|rumou?red|so-called)\b",
        re.I,
    ),
    "fr": re.compile(
        r"\b(?:aurait|auraient|serait|seraient|pourrait|pourraient|peut-être|pr[ée]tendument|apparemment|probablement|"
        r"semble|sembleraient?|suppos[ée]e?s?|vraisemblablement)\b",
        re.I,
    ),
}
"""Words that leave a statement open."""
DOUBT = {
    "en": re.compile(
        r"\b(?:(?:does|did|do) not (?:sound|look|seem|fit|match|square)|hardly (?:sounds?|fits?)|contradict\w*|"
        r"at odds with|contrary to|belie[sd]?|inconsistent with|in contrast (?:to|with)|"
        r"had (?:long|previously|earlier|always) denied|"
        r"despite (?:the |its |his |her |their )?(?:claims?|denials?|assurances?)|disputes? that)\b",
        re.I,
    ),
    "fr": re.compile(
        r"(?:\bcontredi\w+|\bcontrairement à|\ben contradiction avec|\bne (?:ressemble|correspond)\w* (?:pas|guère)|"
        r"\bmalgr[ée] (?:les |ses |leurs )?(?:d[ée]mentis|assurances|affirmations)|"
        r"\bavait (?:longtemps|toujours) (?:ni[ée]|d[ée]menti))",
        re.I,
    ),
}
"""Words by which a report itself says that two things do not fit."""
