"""Codes turned into the user's words; the tables are `resources/words/*.toml`."""

from __future__ import annotations

from functools import cache
from string import Formatter

import resources
from app.errors import AppError

FALLBACK = "出现了没有说明的情况({code})。"


@cache
def tables() -> tuple[dict[str, str], dict[str, str]]:
    """Words for error codes, and for the verbs of actions."""
    errors: dict[str, str] = {}
    verbs: dict[str, str] = {}
    for name in resources.names("words", ".toml"):
        table = resources.table(name)
        errors.update(table.get("errors", {}))
        verbs.update(table.get("verbs", {}))
    return errors, verbs


class _Lenient(Formatter):
    """A missing parameter shows as nothing; a word must never fail while telling of a failure."""

    def get_value(self, key: int | str, args: object, kwargs: object) -> object:
        return kwargs.get(key, "") if isinstance(kwargs, dict) else ""


def say(code: str, **params: object) -> str:
    """The sentence for an error code or remark."""
    words = tables()[0].get(code)
    return _Lenient().vformat(words, (), params) if words else FALLBACK.format(code=code)


def explain(error: AppError) -> str:
    """The sentence for an error meant to be shown."""
    return say(error.code, **error.params)


def verb(code: str) -> str:
    """What an action is called in history and in the undo menu."""
    return tables()[1].get(code, code)
