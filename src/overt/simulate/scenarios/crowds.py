"""Crowds: people and machines that act alike in the open. Nobody of them is to be accused."""

from overt.simulate.rhythm import DAY, HOUR, MINUTE, SECOND
from overt.simulate.scenarios.script import COVERT, OPEN, Scenario, Script

NOBODY = "nobody is accused"


def fandom(s: Script, fans: int, posts: int) -> None:
    """An evening of one fandom: three tags, and copied captions in two posts of five."""
    crowd = s.cast(fans, OPEN)
    tags, captions = ["idol", "idolday", "weloveidol"], [s.words(6) for _ in range(30)]
    start = s.moment(4 * 3600)
    for _ in range(posts):
        fan = crowd[int(s.rng.integers(fans) * s.rng.random())]
        text = captions[int(s.rng.integers(30))] if s.rng.random() < 0.4 else s.words()
        s.say(fan, start + int(s.rng.integers(4 * HOUR)), text, tags=tags)


def petition(s: Script, people: int, weeks: int, share: float = 0.5) -> None:
    """One link within half an hour; or every week a new one, signed by that share of the same people."""
    crowd = s.cast(people, OPEN)
    for week in range(weeks):
        start = s.moment(3600) if weeks == 1 else s.public.start + int((week + 0.5) * s.days / weeks * DAY)
        link, text = s.url(), s.words(10)
        signed = [a for a in crowd if weeks == 1 or s.rng.random() < share]
        for account, delay in zip(signed, s.delays(len(signed), 1800, "exponential").tolist(), strict=True):
            s.say(account, start + delay, text, url=link)


def newswire(s: Script, outlets: int, stories: int) -> None:
    """Outlets that run an agency's stories within seconds of the hour, each on a site of its own."""
    crowd = s.cast(outlets, OPEN)
    for number, outlet in enumerate(crowd):
        s.profile(outlet, bio=f"News from paper{number}.example", display_name=f"Paper {number}")
    for _ in range(stories):
        start, text, page = s.moment() // HOUR * HOUR, s.words(12), f"{s.rng.integers(2**40):x}"
        for number, (outlet, delay) in enumerate(zip(crowd, s.delays(outlets, 20).tolist(), strict=True)):
            s.say(outlet, start + delay, text, url=f"https://paper{number}.example/{page}", covered=False)


def staff(s: Script, people: int, posts: int) -> None:
    """Employees who say where they work and pass on what a tool offers them, within two hours."""
    crowd = s.cast(people, OPEN)
    for person in crowd:
        s.profile(person, bio=f"{s.words(3)} | works at @acme_works")
    for _ in range(posts):
        start, text, link = s.moment(7200), s.words(10), s.url()
        some = [p for p in crowd if s.rng.random() < 0.7]
        for person, delay in zip(some, s.delays(len(some), 7200).tolist(), strict=True):
            s.say(person, start + delay, text, url=link)


def bots(s: Script, accounts: int) -> None:
    """Declared bots that post one feed at the exact minute."""
    crowd = s.cast(accounts, OPEN)
    for bot in crowd:
        s.profile(bot, bio="A bot that posts a feed", is_bot_declared=True)
    for _ in range(40):
        start, text, link = s.moment() // MINUTE * MINUTE, s.words(9), s.url()
        for bot, delay in zip(crowd, s.delays(accounts, 3).tolist(), strict=True):
            s.say(bot, start + delay, text, url=link, covered=False)


def schedulers(s: Script, share: float) -> None:
    """Ordinary people whose tools post on the quarter of an hour, own words and links that go round."""
    crowd = s.bystanders(int(share * s.posts["account_id"].combine_chunks().unique().__len__()))
    links = [s.url() for _ in range(max(20, len(crowd) // 10))]
    for person in crowd:
        for _ in range(6):
            start = s.moment() // (15 * MINUTE) * 15 * MINUTE
            s.say(person, start, url=links[int(len(links) * s.rng.random() ** 2)], covered=False)


def diaspora(s: Script, people: int) -> None:
    """One language, a day shifted by nine hours, the same twenty papers."""
    crowd, papers = s.cast(people, OPEN), [[s.url() for _ in range(15)] for _ in range(20)]
    for person in crowd:
        mine = [papers[i] for i in s.rng.choice(20, 6, replace=False).tolist()]
        for _ in range(10):
            day = s.public.start // DAY * DAY + int(s.rng.integers(max(1, int(s.days)))) * DAY
            paper = mine[int(s.rng.integers(6))]
            s.say(
                person,
                day + int((9 + 14 * s.rng.random()) * HOUR) % DAY,
                url=paper[int(s.rng.integers(15))],
                covered=False,
            )


def disaster(s: Script, people: int, relays: int) -> None:
    """Three official links, passed on by thousands within ten minutes, and by declared relays."""
    crowd, machines = s.cast(people, OPEN), s.cast(relays, OPEN)
    for machine in machines:
        s.profile(machine, bio="Automated alerts", is_bot_declared=True)
    start = s.moment(3600)
    for number in range(3):
        link, text = s.url(), s.words(10)
        some = [p for p in crowd if s.rng.random() < 0.5]
        for person, delay in zip(some, s.delays(len(some), 600, "exponential").tolist(), strict=True):
            s.say(
                person,
                start + number * 20 * MINUTE + delay,
                text if s.rng.random() < 0.5 else "",
                url=link,
                covered=False,
            )
        for machine, delay in zip(machines, s.delays(relays, 5).tolist(), strict=True):
            s.say(machine, start + number * 20 * MINUTE + delay, text, url=link, covered=False)


def legislators(s: Script, people: int, objects: int) -> None:
    """Members of parties who say the party's line on the same day."""
    crowd = s.cast(people, OPEN)
    for number, person in enumerate(crowd):
        s.profile(person, bio=f"Member of parliament for constituency {number}, @party_{number % 3}")
    for _ in range(objects):
        start, link, party = s.moment(DAY / SECOND), s.url(), int(s.rng.integers(3))
        some = [p for i, p in enumerate(crowd) if i % 3 == party and s.rng.random() < 0.4]
        for person, delay in zip(some, s.delays(len(some), 8 * 3600).tolist(), strict=True):
            s.say(person, start + delay, url=link)


def terminals(s: Script, people: int) -> None:
    """Readers of a library who post from its machines in its opening hours: one program, the links of the day."""
    crowd, links = s.cast(people, OPEN), [s.url() for _ in range(60)]
    for person in crowd:
        for _ in range(8):
            day = s.public.start // DAY * DAY + int(s.rng.integers(max(1, int(s.days)))) * DAY
            link = links[int(len(links) * s.rng.random() ** 2)]
            s.say(person, day + int((9 + 8 * s.rng.random()) * HOUR), url=link, client="reading room", covered=False)


def coincidence(s: Script) -> None:
    """Nothing but the public itself."""


def translators(s: Script, people: int, languages: int) -> None:
    """Volunteers who translate the same sources, and name their page in their profiles."""
    crowd = s.cast(people, OPEN)
    for person in crowd:
        s.profile(person, bio=f"{s.words(3)}, volunteer at open-translations.example")
    for _ in range(20):
        start, link = s.moment(DAY / SECOND), s.url()
        texts = [s.words(10) for _ in range(languages)]
        for number, (person, delay) in enumerate(zip(crowd, s.delays(people, 6 * 3600).tolist(), strict=True)):
            if s.rng.random() < 0.5:
                s.say(person, start + delay, texts[number % languages], url=link)


def labelled(s: Script, accounts: int, handles: tuple[str, ...] = ()) -> None:
    """Openly labelled media that post one line within minutes; or the same behaviour without a label."""
    crowd = s.cast(accounts, OPEN if handles else COVERT)
    for number, account in enumerate(crowd):
        s.profile(account, handle=handles[number % len(handles)] if handles else f"plain{number}")
    for _ in range(25):
        start, link, text = s.moment(300), s.url(), s.words(10)
        for account, delay in zip(crowd, s.delays(accounts, 300).tolist(), strict=True):
            s.say(account, start + delay, text, url=link)


def _crowd(number: str, title: str, act: object, cover: float = 1.0, **settings: object) -> Scenario:
    return Scenario(f"F{number}", "crowd", title, NOBODY, act, settings, cover)  # type: ignore[arg-type]


CROWDS: tuple[Scenario, ...] = (
    _crowd("1", "a fandom's evening", fandom, fans=500, posts=6_000),
    _crowd("2", "a petition", petition, people=600, weeks=1),
    _crowd("2w", "a weekly petition by the same people", petition, people=150, weeks=8),
    _crowd("2c", "twelve calls to the same sixty people", petition, people=60, weeks=12, share=0.7),
    _crowd("3", "a newswire", newswire, outlets=40, stories=50),
    _crowd("4", "employees who say so", staff, people=120, posts=10),
    _crowd("5", "declared bots", bots, accounts=30),
    _crowd("6", "tools that post on the quarter of an hour", schedulers, share=0.4),
    _crowd("7", "a diaspora", diaspora, people=400),
    _crowd("8", "a disaster", disaster, people=3_000, relays=12),
    _crowd("9", "legislators", legislators, people=300, objects=45),
    _crowd("10", "a library's machines", terminals, people=200),
    _crowd("11", "nothing but chance", coincidence),
    _crowd("12", "volunteer translators", translators, people=60, languages=6),
)
