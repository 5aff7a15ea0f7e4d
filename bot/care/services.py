"""The services directory: ``data/services/*.yaml``. A community adds a file of its own beside the one of the country."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from bot.care.words import Read, Strict, Words
from bot.yamlfile import YamlFile
from conversations.care import EMERGENCY, NEEDS, Service


class ServiceFile(Strict):
    id: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,24}$")]
    name: Words
    contact: Annotated[str, Field(pattern=r"\d{3}|[A-Za-z]{4}", max_length=120)]
    needs: Annotated[list[str], Field(min_length=1)]
    where: Annotated[str, Field(max_length=40)] = ""
    note: Words
    hours: Words | Literal["24/7", "unknown"] = "unknown"
    cost: Literal["free", "low", "paid", "unknown"] = "unknown"
    languages: tuple[str, ...] = ()
    country: str = ""
    checked_on: date
    good_days: Annotated[int, Field(ge=1, le=730)] = 180
    confidence: Literal["high", "medium"]
    source: Annotated[str, Field(min_length=3)]


class DirectoryFile(Strict):
    services: Annotated[list[ServiceFile], Field(min_length=1)]


def load(folder: Path, read: Read, country: str = "") -> tuple[Service, ...]:
    """All entries of all files, in the order of the files, but those of another ``country`` (empty: of all). Ids are unique in all of them."""
    found: dict[str, Service] = {}
    elsewhere: set[str] = set()
    for path in sorted(folder.glob("*.yaml")):
        file = YamlFile(path)
        directory = file.check(DirectoryFile)
        for n, one in enumerate(directory.services if directory else []):
            if one.id in found:
                file.complain(("services", n, "id"), f"{one.id} stands here twice, or in another file")
            for need in one.needs:
                if need not in (*NEEDS, EMERGENCY):
                    file.complain(("services", n, "needs"), f"{need} is no need this program knows ({', '.join((*NEEDS, EMERGENCY))})")
            found[one.id] = _entry(file, n, one, read)
            if country and one.country.upper() not in {"", country}:
                elsewhere.add(one.id)
        read.problems += file.problems
    if found and not found.keys() - elsewhere:
        read.problems.append(f"{folder}: nothing here is for the country {country} of your settings: nobody could be told whom to call")
    return tuple(one for one in found.values() if one.id not in elsewhere)


def _entry(file: YamlFile, n: int, one: ServiceFile, read: Read) -> Service:
    read.put(file, ("services", n, "name"), f"service.{one.id}.name", one.name, most=60)
    read.put(file, ("services", n, "note"), f"service.{one.id}.note", one.note, most=200)
    read.same(f"service.{one.id}.contact", one.contact)
    hours = one.hours if isinstance(one.hours, str) else "words"
    if isinstance(one.hours, dict):
        read.put(file, ("services", n, "hours"), f"service.{one.id}.hours", one.hours, most=80)
    speaks = tuple(language for language in one.languages if language in read.texts)
    return Service(one.id, tuple(one.needs), one.where, one.checked_on.isoformat(), one.good_days, hours, one.cost, speaks)
