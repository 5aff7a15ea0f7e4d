"""What an operator installs: the image, the compose file, the systemd units and the proxies' configs, looked at without an engine or a systemd.

Whether the image really runs is tried by ``tests/image.py``, the proxies by ``tests/crash/test_proxy.py``.
"""

from __future__ import annotations

import configparser
import json
import re
import shutil
import subprocess
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from bot import problems
from bot.config import Config
from bot.config.operation import Backups
from tests.test_imports import ROOT, imported

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
BUILD, FINAL = re.split(r"^(?=FROM )", DOCKERFILE, flags=re.MULTILINE)[1:]
UNITS = ("sebaya.service", "litestream.service")


def copied(stage: str) -> set[str]:
    """What a stage takes from the sources."""
    return {word for line in re.findall(r"^COPY (?!--from)(.*)$", stage, re.MULTILINE) for word in line.split()[:-1]}


def test_the_image_has_all_that_is_read_at_run_time() -> None:
    sources = [path for room in ("bot", "conversations", "simulator") for path in (ROOT / room).rglob("*.py")]
    rooms = {name for path in sources for name in imported(path) if (ROOT / name).is_dir() and (ROOT / name / "__init__.py").exists()}
    read = {name for path in sources for name in re.findall(r"ROOT / \"([\w.]+)\"", path.read_text(encoding="utf-8"))}
    assert {"bot", "simulator"} <= rooms and {"data", "config.yaml"} <= read
    assert rooms | read <= copied(FINAL)
    assert rooms | {"pyproject.toml", "README.md", "LICENSE"} <= copied(BUILD), "what pip needs"


SECRET = (".env", "data/sebaya.db", "data/sebaya.db-wal", "data/sebaya.db.lock", "data/key", "data/key.old", "data/backups/sebaya-1.backup")
SECRET += ("data/local/telegram.db", "data/.sebaya.db-litestream/ltx/0/1.ltx", "data/.drill-x/sebaya.db", ".git/config", ".venv/bin/python")


def left_out(path: str) -> bool:
    """Whether ``.dockerignore`` names it or a folder that it is in."""
    patterns = [line for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").split() if line]
    places = [str(place) for place in (Path(path), *Path(path).parents)]
    return any(fnmatch(place, pattern) and place.count("/") == pattern.count("/") for place in places for pattern in patterns)


@pytest.mark.parametrize("path", SECRET)
def test_nobodys_data_is_built_in(path: str) -> None:
    assert left_out(path)


def test_what_is_built_in_is_not_left_out() -> None:
    assert not [name for name in copied(BUILD) | copied(FINAL) if left_out(name)]
    assert not [path for path in (ROOT / "data").rglob("*.yaml") if left_out(path.relative_to(ROOT).as_posix())]


def test_the_image_writes_only_where_it_may() -> None:
    assert re.search(r"^USER sebaya$", FINAL, re.MULTILINE) and "--uid 10001" in FINAL
    assert "SEBAYA_DATABASE=/data/" in FINAL and "VOLUME /data" in FINAL
    assert "PYTHONDONTWRITEBYTECODE=1" in FINAL and "MPLCONFIGDIR=/tmp" in FINAL
    service = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]["sebaya"]
    assert service["read_only"] and service["cap_drop"] == ["ALL"] and service["tmpfs"] == ["/tmp"]
    assert "sebaya:/data" in service["volumes"] and int(service["stop_grace_period"].rstrip("s")) >= 15
    assert not Backups().folder.startswith("/"), "backups are beside the database, in the volume"


def test_the_health_check_asks_where_the_config_says() -> None:
    config = Config.model_validate(yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8")))
    asked = json.loads(re.findall(r"^  CMD (\[.*\])$", FINAL, re.MULTILINE)[0])
    assert f"http://{config.health.host}:{config.health.port}/readyz" in asked[-1]


def unit(name: str) -> configparser.SectionProxy:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(ROOT / "deploy" / name, encoding="utf-8")
    return parser["Service"]


def test_the_unit_does_not_try_again_what_no_trying_mends() -> None:
    service = unit("sebaya.service")
    never = {problems.ConfigProblem.code, problems.KeyProblem.code, problems.TelegramProblem.code}
    assert {int(code) for code in service["RestartPreventExitStatus"].split()} == never
    assert service["Restart"] == "always" and int(service["TimeoutStopSec"]) >= 15


@pytest.mark.parametrize("name", UNITS)
def test_units_are_fenced_in(name: str) -> None:
    service = unit(name)
    for setting in ("NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices", "RestrictNamespaces", "LockPersonality"):
        assert service[setting] == "yes"
    assert service["ProtectSystem"] == "strict" and service["CapabilityBoundingSet"] == "" and service["StateDirectory"] == "sebaya"


@pytest.mark.parametrize("name", UNITS)
def test_systemd_understands_the_units(name: str, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    text = (ROOT / "deploy" / name).read_text(encoding="utf-8")
    (tmp_path / name).write_text(re.sub(r"^(Exec\w+=)\S+", r"\1/bin/true", text, flags=re.MULTILINE))
    said = subprocess.run(["systemd-analyze", "verify", tmp_path / name], capture_output=True, text=True, check=False)
    ours = [line for line in said.stderr.splitlines() if name in line]
    assert not ours


def test_the_copy_is_followed_closely_and_forgets() -> None:
    """Settings that the operator's guide relies on: what may be lost with a machine, and how long what was erased stays over there."""
    settings = yaml.safe_load((ROOT / "deploy" / "litestream.yml").read_text(encoding="utf-8"))
    assert settings["dbs"][0]["monitor-interval"] == settings["dbs"][0]["replica"]["sync-interval"] == "200ms"
    hours = sum(int(settings["snapshot"][name].rstrip("h")) for name in ("interval", "retention"))
    assert f"{hours} hours" in (ROOT / "docs" / "operator.md").read_text(encoding="utf-8")
