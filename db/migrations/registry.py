"""The one register of migration steps."""

from __future__ import annotations

import sys

import sqlcipher3
from sqlcipher3 import dbapi2

# sqlite-utils picks its driver's exception classes at import; it must find ours.
sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)

from sqlite_utils import Migrations  # noqa: E402

schema = Migrations("wucha")
