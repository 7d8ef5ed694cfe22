"""How wide a text is in a badge: what shields measures, Verdana at 11 pixels."""

from __future__ import annotations

#: Pixels of each character, as the npm package `anafanafo` 2.0.0 has them, which shields uses (MIT, Metabolize LLC).
_WIDTHS = {
    **dict.fromkeys("il", 3.02),
    **dict.fromkeys(" f", 3.87),
    **dict.fromkeys(",.", 4.0),
    **dict.fromkeys("!t", 4.33),
    **dict.fromkeys("()-/:;[\\]J|", 5.0),
    **dict.fromkeys("cs", 5.73),
    **dict.fromkeys("kvxy", 6.51),
    **dict.fromkeys("bdgpq", 6.85),
    **dict.fromkeys("hnu", 6.96),
    **dict.fromkeys("{}", 6.98),
    **dict.fromkeys("$*0123456789_`", 6.99),
    **dict.fromkeys("ASV", 7.52),
    **dict.fromkeys("BXZ", 7.54),
    **dict.fromkeys("OQ", 8.66),
    **dict.fromkeys("#+<=>^w~", 9.0),
    **{'"': 5.05, "%": 11.84, "&": 7.99, "'": 2.95, "?": 6.0, "@": 11.0, "C": 7.68, "D": 8.48, "E": 6.96},
    **{"F": 6.32, "G": 8.53, "H": 8.27, "I": 4.63, "K": 7.62, "L": 6.12, "M": 9.27, "N": 8.23, "P": 6.63},
    **{"R": 7.65, "T": 6.78, "U": 8.05, "W": 10.88, "Y": 6.77, "a": 6.61, "e": 6.55, "j": 3.79, "m": 10.7},
    **{"o": 6.68, "r": 4.69, "z": 5.78},
}


def width_of(text: str) -> int:
    """Return the pixels of a text as shields rounds them: down, and then up to the next odd number.

    A character that is not printable ASCII counts as the widest of them, as there.
    """
    width = int(sum(_WIDTHS.get(character, _WIDTHS["m"]) for character in text))
    return width if width % 2 else width + 1
