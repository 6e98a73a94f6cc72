"""Room on the disk: fetching ends before there is none left, since a store that cannot write is worse than an old one."""

from __future__ import annotations

import shutil
from pathlib import Path

from harvester.errors import NothingFurther

_MEGABYTE = 1 << 20


def require_room(folder: Path, megabytes: int) -> None:
    """Let nothing more be fetched when so little is free where the data lie.

    Raises:
        NothingFurther: there is less.
    """
    free = shutil.disk_usage(folder).free // _MEGABYTE
    if free < megabytes:
        raise NothingFurther(f"the disk is nearly full: {free} MB are free, {megabytes} are kept free")
