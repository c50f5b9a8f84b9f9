"""What the search box finds a record by, and how text becomes searchable pieces.

Chinese has no word boundaries and inspectors search by two characters, so text is indexed as
overlapping pairs of characters: two characters are one look-up, more are a phrase of pairs.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

SEARCHED: dict[str, tuple[str, ...]] = {
    "institution": (
        "fixmedins_name",
        "short_name",
        "fixmedins_code",
        "uscc",
        "pinyin",
        "contact_name",
    ),
    "round": ("name", "purpose"),
    "document": ("number", "provisional_no", "title"),
    "finding": ("fact_text",),
    "casefile": ("psn_name", "medcasno", "psn_no", "setl_id", "diagnosis"),
}
"""By entity, in the order hits are shown: the fields searched."""

_RUN = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """Full-width and case differences removed."""
    return unicodedata.normalize("NFKC", text).casefold()


def grams(text: str) -> str:
    """Every pair of neighbouring characters of every run of letters, digits and Han, spaced."""
    pieces: list[str] = []
    for run in _RUN.findall(folded(text)):
        pieces.extend(map("".join, pairwise(run)))
        # The last character alone: a one-character search is a prefix search over the pieces,
        # and it keeps a phrase from running on into the next word.
        pieces.append(run[-1])
    return " ".join(pieces)


def match(text: str) -> str:
    """The full-text query for records containing every word of `text`; empty for no words."""
    terms = []
    for run in _RUN.findall(folded(text)):
        if len(run) == 1:
            terms.append(f'"{run}"*')
        else:
            terms.append('"' + " ".join(map("".join, pairwise(run))) + '"')
    return " AND ".join(terms)
