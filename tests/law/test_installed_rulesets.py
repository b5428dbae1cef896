"""Rulesets of installed packages: found by their entry point, beside the shipped ones, without a fork.

The packages are real ones: pip builds and installs them into a folder that another interpreter has on its path.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
EXAMPLE = ROOT / "examples" / "province-overlay"
DECISION = """\
id: 999/2022
kind: decision
number: 999/QĐ-UBND (ví dụ)
issuer: UBND tỉnh Nghệ An
title: {vi: Ví dụ, en: Example}
effective: {from: 2022-06-01}
province: Nghệ An
amendments:
  - {file: amends-318-2022-ntm.yaml, amends: 318/2022, level: commune, tier: ntm}
"""
AMENDMENT = """\
amendment: 999/2022
amends: {ruleset: 318/2022, level: commune, tier: ntm}
from: 2022-06-01
province: Nghệ An
changes:
  - set: {indicator: "2.2"}
    at_least: {by: region, BTB: 91 %}
    status: sourced-1
    sources: [https://example.org]
"""
OF_NGHE_AN = {
    "decision.yaml": DECISION,
    "amends-318-2022-ntm.yaml": AMENDMENT,
}
REPORT = """
from ntm_rules import catalogue, load
print(*(d.id for d in catalogue().decisions))
found = load("318/2022", tier="ntm", province="Nghệ An")
print(found.amended_by[-1], [c.bound.get("BTB").text for c in found.indicator("2.2").comparisons])
"""

LIST = "from ntm_rules.cli import main; raise SystemExit(main(['list', '--lang', 'en']))"


def metadata(folder: Path, entry_point: str) -> None:
    """Write what an installer leaves of a distribution."""
    info = folder / "nghe_an_rules-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: nghe-an-rules\nVersion: 1.2\n")
    (info / "entry_points.txt").write_text(f"[ntm_rules.rulesets]\n{entry_point}\n")


def write(folder: Path, files: Mapping[str, str]) -> None:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def run(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run another interpreter that has the site on its path."""
    path = os.pathsep.join((str(site), str(SOURCE)))
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"},
        cwd=site,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_rulesets_of_a_package_that_pip_installed_load_beside_the_shipped_ones(tmp_path: Path) -> None:
    package = tmp_path / "source" / "nghe_an_rules"
    write(package / "qd-999-2022", OF_NGHE_AN)
    (tmp_path / "source" / "pyproject.toml").write_text(
        "[build-system]\nrequires = []\nbuild-backend = 'backend'\nbackend-path = ['.']\n"
    )
    (tmp_path / "source" / "backend.py").write_text(
        "from pathlib import Path\n"
        "from zipfile import ZipFile\n"
        "INFO = 'nghe_an_rules-1.2.dist-info'\n"
        "def build_wheel(directory, config_settings=None, metadata_directory=None):\n"
        "    name = 'nghe_an_rules-1.2-py3-none-any.whl'\n"
        "    with ZipFile(Path(directory, name), 'w') as wheel:\n"
        "        for file in Path('nghe_an_rules').rglob('*.yaml'):\n"
        "            wheel.write(file)\n"
        "        wheel.writestr(INFO + '/METADATA', 'Metadata-Version: 2.1\\nName: nghe-an-rules\\nVersion: 1.2\\n')\n"
        "        wheel.writestr(INFO + '/WHEEL', 'Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')\n"
        "        wheel.writestr(INFO + '/entry_points.txt', '[ntm_rules.rulesets]\\nnghe-an = nghe_an_rules\\n')\n"
        "        wheel.writestr(INFO + '/RECORD', '')\n"
        "    return name\n"
    )
    site = tmp_path / "site"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(site),
    ]
    done = subprocess.run(
        [*pip, str(tmp_path / "source")], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr

    found = run(site, "-c", REPORT)

    assert found.returncode == 0, found.stderr
    decisions, level = found.stdout.splitlines()
    assert {"318/2022", "999/2022"} <= set(decisions.split())
    assert level == "999/2022 ['91 %']"


def test_the_example_of_a_province_installs_as_the_package_that_it_shows(tmp_path: Path) -> None:
    source = tmp_path / "province-overlay"
    shutil.copytree(EXAMPLE, source)
    site = tmp_path / "site"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--no-build-isolation",
    ]
    done = subprocess.run(
        [*pip, "--target", str(site), str(source)], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr

    evaluated = "from ntm_rules.cli import main; raise SystemExit(main([{}]))".format(
        f"'evaluate', {str(source / 'xa-vi-du-2024.yaml')!r}, '--ruleset', '318/2022', '--tier', 'ntm', "
        "'--province', 'Nghệ An', '--lang', 'en'"
    )
    found = run(site, "-c", evaluated)

    assert found.returncode == 0, found.stderr
    assert "amended by 211/2024, 5/2023" in found.stdout
    assert "82 %, required: at least 85 %" in found.stdout
    assert not (site / "muc-yeu-hon").exists()


def test_an_entry_point_may_name_an_attribute_that_is_a_path(tmp_path: Path) -> None:
    write(tmp_path / "anywhere" / "qd-999-2022", OF_NGHE_AN)
    (tmp_path / "nghe_an.py").write_text(
        "from pathlib import Path\nFOLDER = Path(__file__).parent / 'anywhere'\n"
    )
    metadata(tmp_path, "nghe-an = nghe_an:FOLDER")

    found = run(tmp_path, "-c", REPORT)

    assert found.stdout.splitlines()[1:] == ["999/2022 ['91 %']"], found.stderr


@pytest.mark.parametrize(
    ("entry_point", "told"),
    [
        ("nghe-an = nghe_an_rulez", "no package `nghe_an_rulez`"),
        ("nghe-an = broken:FOLDER", "RuntimeError: half installed"),
        ("nghe-an = nghe_an:FOLDERS", "has no attribute 'FOLDERS'"),
        ("nghe-an = nghe_an:FOLDER", "is not a folder"),
        ("nghe-an = nghe_an", "`nghe_an` is a module, not a package"),
    ],
)
def test_a_broken_entry_point_ends_a_command_with_the_name_of_its_distribution(
    tmp_path: Path, entry_point: str, told: str
) -> None:
    (tmp_path / "broken.py").write_text("raise RuntimeError('half installed')\n")
    (tmp_path / "nghe_an.py").write_text("FOLDER = 'no such folder'\n")
    metadata(tmp_path, entry_point)

    done = run(tmp_path, "-c", LIST)

    assert done.returncode == 2
    assert done.stderr.startswith("ntm-rules: error: ntm_rules.rulesets: ")
    assert "`nghe-an-rules 1.2`" in done.stderr
    assert told in done.stderr


def test_a_document_that_two_packages_hold_is_reported(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(tmp_path / name / "qd-999-2022", OF_NGHE_AN)
    metadata(tmp_path, "one = one\ntwo = two")

    done = run(tmp_path, "-c", LIST)

    assert done.returncode == 2
    assert "`999/2022 (Nghệ An)`" in done.stderr
