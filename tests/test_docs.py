"""Every example of the README runs and prints what it says; generated pages are fresh."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
README_JA = (ROOT / "README.ja.md").read_text(encoding="utf-8")


def console_examples() -> list[tuple[str, str]]:
    blocks = re.findall(r"```console\n(.*?)```", README + README_JA, re.DOTALL)
    examples = []
    for block in blocks:
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            examples.append((command, output))
    return examples


def visible(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize(("command", "output"), console_examples())
def test_a_console_example_prints_what_it_says(
    command: str, output: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = shlex.split(command)
    ui = "en"
    if words[0].startswith("JACYBER_UI="):
        ui = words.pop(0).partition("=")[2]
    # Help texts are chosen when the module loads, results when they are written.
    monkeypatch.setenv("JACYBER_UI", ui)
    monkeypatch.chdir(ROOT)
    from jacyber_nlp.cli import app

    result = CliRunner().invoke(app, words[1:])

    assert result.exit_code == 0, result.stderr
    assert visible(result.stdout) == visible(output)


def test_the_python_example_prints_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    example = re.search(r"```pycon\n(.*?)```", README, re.DOTALL)
    assert example is not None
    test = doctest.DocTestParser().get_doctest(example.group(1), {}, "README", "README.md", 0)

    failed, tried = doctest.DocTestRunner().run(test)

    assert tried >= 5
    assert failed == 0


def test_the_readme_is_short_and_its_files_exist() -> None:
    for text in (README, README_JA):
        assert len(text.splitlines()) <= 130
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            assert (ROOT / target).exists(), target
        for sample in re.findall(r"corpora/samples/[\w.-]+", text):
            assert (ROOT / sample).exists(), sample


@pytest.mark.parametrize(("ui", "page"), [("en", "cli.md"), ("ja", "cli.ja.md")])
def test_the_command_reference_is_what_the_commands_say(ui: str, page: str, tmp_path: Path) -> None:
    """Made by ``JACYBER_UI=… typer jacyber_nlp.cli utils docs --name jacyber --output …``."""
    import os
    import subprocess
    import sys

    made = tmp_path / page
    subprocess.run(
        [
            sys.executable,
            "-m",
            "typer",
            "jacyber_nlp.cli",
            "utils",
            "docs",
            "--name",
            "jacyber",
            "--output",
            str(made),
        ],
        env={**os.environ, "JACYBER_UI": ui},
        check=True,
        capture_output=True,
    )

    assert made.read_text(encoding="utf-8") == (ROOT / "docs" / page).read_text(encoding="utf-8")
