"""Every place on disk, derived from one root folder; nothing else asks the platform."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Paths:
    """The data folder of one office on this machine."""

    root: Path

    @property
    def store(self) -> Path:
        """The encrypted database."""
        return self.root / "wucha.db"

    @property
    def slots(self) -> Path:
        """The data key, unprotected in this version (the settings page says so)."""
        return self.root / "wucha.key"

    @property
    def lock(self) -> Path:
        """Held by the window that has the store open."""
        return self.root / "wucha.lock"

    @property
    def attachments(self) -> Path:
        """Encrypted originals of evidence and issued papers."""
        return self.root / "attachments"

    @property
    def backups(self) -> Path:
        """Copies made before an upgrade."""
        return self.root / "backups"

    @property
    def logs(self) -> Path:
        """Program logs: ids, never names."""
        return self.root / "logs"

    @property
    def settings(self) -> Path:
        """Settings of this machine."""
        return self.root / "settings.toml"

    @property
    def temp(self) -> Path:
        """Short-lived files of ours, emptied at start."""
        return self.root / "temp"
