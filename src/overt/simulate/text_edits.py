"""What copiers do to a text: words and letters changed, look-alike letters, appended tags, emoji, other links.

A text is a list of words and what stands between them, so that languages without spaces are edited by the word, too.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

EMOJI = "😀😂🔥🙏👍🎉💥🚨❤✨😡🤔"
_BOLD = {chr(ord("a") + i): chr(0x1D41A + i) for i in range(26)}
_WIDE = {chr(ord("a") + i): chr(0xFF41 + i) for i in range(26)}
# Letters of other alphabets, or other letters of the same, that are drawn alike (after Unicode Technical Standard 39).
_LATIN = {
    "a": "аɑα", "b": "ЬᏏƅ", "c": "сϲᴄ", "d": "ԁᏧꓒ", "e": "еҽ℮", "f": "ꞙẝք", "g": "ɡցƍ", "h": "һհᏂ", "i": "іıɩ",
    "j": "јϳ", "k": "κᴋ", "l": "ӏǀІ", "m": "ᴍм", "n": "ոռ", "o": "оοօ", "p": "рρ", "q": "ԛգ", "r": "гᴦⲅ", "s": "ѕꜱƽ",
    "t": "тᴛτ", "u": "υսʋ", "v": "νѵᴠ", "w": "ԝաᴡ", "x": "хᕁ", "y": "уγʏ", "z": "ᴢʐ",
}  # fmt: skip
LOOK_ALIKES: dict[str, str] = {
    **{letter: others + _BOLD[letter] + _WIDE[letter] for letter, others in _LATIN.items()},
    **{"а": "aɑ", "е": "eҽ", "о": "oօ", "с": "cϲ", "р": "pρ", "у": "yγ", "х": "xχ", "к": "kκ", "т": "tᴛ", "м": "mᴍ"},
    **{"н": "hʜ", "в": "bʙ", "г": "rᴦ", "з": "3ʒ", "и": "uᴎ", "п": "nπ", "л": "ʌ", "ы": "ꙑ"},
    **{"α": "aɑ", "ο": "oо", "ρ": "pр", "υ": "uʋ", "ι": "iı", "κ": "kк", "τ": "tт", "χ": "xх", "ν": "vѵ", "η": "nո"},
    **{"ε": "eє", "γ": "yу", "β": "ßʙ", "σ": "oơ", "ω": "wѡ", "π": "nп", "δ": "d", "θ": "oѳ"},
}


@dataclass(frozen=True)
class Hand:
    """Who edits: a source of chance, and the words and letters of the language."""

    rng: np.random.Generator
    word: Callable[[], str]
    letters: str
    joiner: str

    def upto(self, number: int) -> int:
        """A number from 0 to `number` - 1."""
        return int(self.rng.integers(number))


Edit = Callable[[Hand, list[str]], str]


def words_changed(hand: Hand, words: list[str], share: float) -> str:
    """`share` of the words, one at least: of ten seven are replaced, and one or two are dropped, one or two put in."""
    made = list(words)
    number = max(1, round(share * len(words)))
    for place in sorted(hand.rng.choice(len(words), min(number, len(words)), replace=False).tolist(), reverse=True):
        kind = hand.rng.random()
        if kind < 0.7:
            made[place] = hand.word()
        elif kind < 0.85 and len(made) > 1:
            del made[place]
        else:
            made.insert(place, hand.word())
    return hand.joiner.join(made)


def letters_changed(hand: Hand, words: list[str], share: float) -> str:
    """Each letter with the chance `share`, one letter at least: another one, dropped, put in, or two swapped."""
    text = list(hand.joiner.join(words))
    touched = np.flatnonzero(hand.rng.random(len(text)) < share).tolist() or [hand.upto(len(text))]
    for place in reversed(touched):
        kind = hand.upto(4)
        if kind == 0:
            text[place] = hand.letters[hand.upto(len(hand.letters))]
        elif kind == 1:
            text[place] = ""
        elif kind == 2:
            text[place] += hand.letters[hand.upto(len(hand.letters))]
        elif place + 1 < len(text):
            text[place], text[place + 1] = text[place + 1], text[place]
    return "".join(text)


def look_alikes(hand: Hand, words: list[str], share: float) -> str:
    """Each letter that has look-alikes with the chance `share` becomes one of them."""
    text = list(hand.joiner.join(words))
    for place in np.flatnonzero(hand.rng.random(len(text)) < share).tolist():
        if others := LOOK_ALIKES.get(text[place]):
            text[place] = others[hand.upto(len(others))]
    return "".join(text)


def tags_added(hand: Hand, words: list[str]) -> str:
    """One to four hashtags at the end."""
    tags = ["#" + hand.word() + (hand.word() if hand.upto(2) else "") for _ in range(1 + hand.upto(4))]
    return hand.joiner.join(words) + " " + " ".join(tags)


def emoji_added(hand: Hand, words: list[str]) -> str:
    """One to five emoji between the words."""
    made = list(words)
    for _ in range(1 + hand.upto(5)):
        place = hand.upto(len(made))
        made[place] += (" " if hand.joiner else "") + EMOJI[hand.upto(len(EMOJI))]
    return hand.joiner.join(made)


def link_changed(hand: Hand, words: list[str]) -> str:
    """A link of its own at the end."""
    return hand.joiner.join(words) + f" https://page-{hand.upto(1000)}.example/{hand.upto(10**9):x}"


EDITS: dict[str, Edit] = {
    "5% of words": lambda hand, words: words_changed(hand, words, 0.05),
    "10% of words": lambda hand, words: words_changed(hand, words, 0.1),
    "20% of words": lambda hand, words: words_changed(hand, words, 0.2),
    "30% of words": lambda hand, words: words_changed(hand, words, 0.3),
    "5% of characters": lambda hand, words: letters_changed(hand, words, 0.05),
    "10% of characters": lambda hand, words: letters_changed(hand, words, 0.1),
    "look-alikes .02": lambda hand, words: look_alikes(hand, words, 0.02),
    "look-alikes .1": lambda hand, words: look_alikes(hand, words, 0.1),
    "look-alikes .3": lambda hand, words: look_alikes(hand, words, 0.3),
    "tags appended": tags_added,
    "emoji": emoji_added,
    "another link": link_changed,
}
"""Every edit by the name under which its recall is published."""
