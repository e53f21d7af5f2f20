"""Platforms and languages by the words that monitoring services use, as names of overt's own."""

import re

PLATFORMS = {
    "twitter": "x",
    "x": "x",
    "xtwitter": "x",
    "facebook": "facebook",
    "fb": "facebook",
    "instagram": "instagram",
    "threads": "threads",
    "tiktok": "tiktok",
    "youtube": "youtube",
    "reddit": "reddit",
    "telegram": "telegram",
    "bluesky": "bluesky",
    "mastodon": "mastodon",
}
_NOISE = re.compile(r"direct|public|\.com\Z|\.net\Z|\.org\Z|\A(?:www|m)\.|[^a-z0-9.]")
_LANGUAGES = {
    "af": "afrikaans",
    "ar": "arabic",
    "bg": "bulgarian",
    "bn": "bengali",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "he": "hebrew",
    "hi": "hindi",
    "hr": "croatian",
    "hu": "hungarian",
    "id": "indonesian",
    "it": "italian",
    "ja": "japanese",
    "ko": "korean",
    "lt": "lithuanian",
    "lv": "latvian",
    "ms": "malay",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sk": "slovak",
    "sl": "slovenian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "th": "thai",
    "tl": "tagalog",
    "tr": "turkish",
    "uk": "ukrainian",
    "ur": "urdu",
    "vi": "vietnamese",
    "zh": "chinese",
}
LANGUAGES = {name: code for code, name in _LANGUAGES.items()}


def platform(word: object) -> str | None:
    """The platform that a word or a host names: Twitter, InstagramDirect, facebook_public, www.reddit.com."""
    if not isinstance(word, str):
        return None
    return PLATFORMS.get(_NOISE.sub("", _NOISE.sub("", word.strip().lower())))


def language(word: object) -> str | None:
    """The code of a language that is named in English; a code, or any other word, as it stands."""
    if not isinstance(word, str) or not word.strip():
        return None
    return LANGUAGES.get(word.strip().lower(), word.strip())
