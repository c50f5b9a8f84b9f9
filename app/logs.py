"""The program's log: ids and codes, never names, addresses or notes."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler

from app.paths import Paths

SIZE, KEPT = 1 << 20, 3


def start_log(paths: Paths) -> None:
    """Write warnings and worse into the data folder; a folder that refuses is no reason to stop."""
    try:
        paths.logs.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            paths.logs / "wucha.log", maxBytes=SIZE, backupCount=KEPT, encoding="utf-8", delay=True
        )
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.setLevel(logging.WARNING)
    logging.getLogger().addHandler(handler)
