"""Letters that are drawn like another one.

After confusables.txt of Unicode Technical Standard 39 (Unicode License v3, https://www.unicode.org/license.txt): the
single letters and digits of the Latin, Greek, Cyrillic, Armenian, Georgian, Coptic, Cherokee and Lisu scripts that look
like an ASCII one. Styled letters (mathematical, full-width, circled) are left to compatibility decomposition.
"""

_DRAWN_ALIKE = {
    "2": "ƧϨꙄꝚ",
    "3": "ƷȜЗӠⳌꝪꞫ",
    "4": "Ꮞ",
    "5": "Ƽ",
    "6": "бᏮⳒ",
    "8": "Ȣȣ",
    "9": "ⳊꝮ",
    "a": "ɑΑαАаᎪꓮ",
    "b": "ƄƅΒВЬвҍᏏᏴꓐꞴ",
    "c": "ϲϹСсᏟᴄⲤⲥꓚꮯ",
    "d": "ԁᎠᏧꓒꓓ",
    "e": "ΕεЕеёєҽᎬꓰꬲ",
    "f": "ſϜքẝꓝꞘꞙꬵ",
    "g": "ƍɡԌԍցᏀᏳᶃꓖ",
    "h": "ΗНнһհᎻᏂⲎꓧ",
    "i": "ıɩɪͺιіᎥιꙇꭵ",
    "j": "ͿϳЈјᎫꓙꞲ",
    "k": "ΚκКкᏦᴋⲔꓗ",
    "l": "ƖǀʟΙІӀӏᏞℐℑⅠⲒⳐꓡꓲ",
    "m": "ΜϺМмᎷᴍⲘꓟ",
    "n": "ΝηոռⲚꓠ",
    "o": "ΟοσОоՕօჿᴏᴑⲞⲟꓳꬽ",
    "p": "ΡρϱРрᏢⲢⲣꓑ",
    "q": "ԛգզ",
    "r": "ƦгᎡᏒᴦⲅꓣꭇꭈꮁ",
    "s": "ƽЅѕՏᏕᏚꓢꜱꮪ",
    "t": "ΤτТтᎢᴛⲦꓔ",
    "u": "ʋυՍսᴜꓴꞟꭎꭒ",
    "v": "νѴѵᏙᴠꓦꮩ",
    "w": "ɯѡԜԝաᎳᏔᴡꓪꮃ",
    "x": "ΧχХхⲬꓫꞳ",
    "y": "ɣʏΥγϒУуҮүყᎩᎽᶌỿℽⲨꓬꭚ",
    "z": "ʐΖᏃᴢꓜꮓ",
}

LOOKALIKES: dict[str, str] = {char: letter for letter, chars in _DRAWN_ALIKE.items() for char in chars}
"""A letter and the ASCII letter or digit, in lower case, that it looks like."""

SAME_STROKE = {"i": "l", "1": "l", "|": "l", "0": "o", "m": "rn", "w": "vv"}
"""ASCII letters that look like others of them, in one case or the other: I, l, 1; O, 0; m, rn; w, vv."""
