"""Pleasant and useful activities: ``data/activities.yaml``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from bot.care.words import Read, Strict, Words
from bot.yamlfile import YamlFile


class ActivityFile(Strict):
    id: Annotated[str, Field(pattern=r"^[a-z_]{1,20}$")]
    kind: Literal["pleasant", "useful"]
    words: Words


class ActivitiesFile(Strict):
    activities: Annotated[list[ActivityFile], Field(min_length=1)]


def load(path: Path, read: Read) -> tuple[str, ...]:
    """The ids, pleasant and useful ones in turn. A place without the file has none."""
    if not path.exists():
        return ()
    file = YamlFile(path)
    listed = file.check(ActivitiesFile)
    found: dict[str, list[str]] = {"pleasant": [], "useful": []}
    for n, one in enumerate(listed.activities if listed else []):
        if one.id in (*found["pleasant"], *found["useful"]):
            file.complain(("activities", n, "id"), f"{one.id} stands here twice")
        found[one.kind].append(one.id)
        read.put(file, ("activities", n, "words"), f"activity.{one.id}", one.words, most=36)
    read.problems += file.problems
    mixed = [name for pair in zip(found["pleasant"], found["useful"], strict=False) for name in pair]
    return (*mixed, *(name for kind in found.values() for name in kind if name not in mixed))
