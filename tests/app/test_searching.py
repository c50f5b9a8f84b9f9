"""Pairs of characters find exactly the texts that contain the words."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from app.queries.searching import folded, grams, match

WORDS = st.text("重复收费血常规abc12", min_size=1, max_size=5)


def _finds(query: str, text: str) -> bool:
    """What FTS5 does with the pieces: phrases of neighbours, prefixes for single characters."""
    tokens = grams(text).split()
    for term in query.split(" AND "):
        if term.endswith("*"):
            if not any(token.startswith(term[1:-2]) for token in tokens):
                return False
            continue
        phrase = term.strip('"').split()
        spans = (tokens[i : i + len(phrase)] for i in range(len(tokens)))
        if phrase not in spans:
            return False
    return True


@given(WORDS, st.lists(WORDS, min_size=1, max_size=4))
def test_a_query_finds_a_text_when_a_run_contains_it(word: str, runs: list[str]) -> None:
    text = ",".join(runs)
    assert _finds(match(word), text) == any(word in run for run in runs)


def test_full_width_and_case_do_not_matter() -> None:
    assert folded("H361AB") == "h361ab"
    assert match("H3") == match("h3")


def test_punctuation_alone_asks_for_nothing() -> None:
    assert match(" ,。—— ") == ""


@given(st.text(max_size=30))
def test_any_text_gives_a_query_without_stray_quotes(text: str) -> None:
    assert re.fullmatch(r'("[^"]*"\*?( AND "[^"]*"\*?)*)?', match(text))
