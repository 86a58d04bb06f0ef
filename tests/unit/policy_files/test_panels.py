"""panels.yaml: what is written comes back, what others wrote stays, and a mistake is one line with its place."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest

from consensus.domain import MemberRule, Policy
from consensus.errors import NotFoundError, PanelError, UsageError
from consensus.policy_files.panels import PanelsFile, named

TWO = (
    MemberRule(
        model="qwen3:8b", family="alibaba", base_url="http://[::1]:11434/v1", price_in=Decimal(0), price_out=Decimal(0)
    ),
    MemberRule(model="openai/gpt-x", family="openai", price_in=Decimal("0.75"), price_out=Decimal("4.5")),
)
OTHER = "# about the other\nother:\n  - {model: a}\n  # inside\n  - {model: b, weight: 2}\n# at the end\n"


def test_what_is_saved_is_read_again_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    file = PanelsFile(tmp_path / "home")
    file.save("mine", TWO)
    assert file.panels() == {"mine": TWO}
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert "price_in: 0\n" in file.path.read_text("utf-8")
    assert [path.name for path in file.path.parent.iterdir() if path.name.endswith("yaml")] == ["panels.yaml"]


def test_other_panels_and_comments_stay_through_every_change(tmp_path: Path) -> None:
    file = PanelsFile(tmp_path)
    file.path.write_text(OTHER, "utf-8")
    before = file.panels()["other"]
    file.save("mine", TWO)
    file.save("mine", TWO[::-1], force=True)
    file.save("third", TWO)
    file.remove("mine")
    assert list(file.panels()) == ["other", "third"]
    assert file.panels()["other"] == before
    assert all(line in file.path.read_text("utf-8").splitlines() for line in OTHER.splitlines())


@pytest.mark.parametrize("text", ["{other: [{model: a}, {model: b}]}", OTHER.replace("\n", "\r\n"), f"\ufeff{OTHER}"])
def test_a_file_in_another_style_is_kept_too(text: str, tmp_path: Path) -> None:
    file = PanelsFile(tmp_path)
    file.path.write_bytes(text.encode())
    before = file.panels()
    try:
        file.save("mine", TWO)
    except PanelError:
        assert file.panels() == before, "what cannot be added to is left as it is"
    else:
        assert file.panels() == {**before, "mine": TWO}


def test_a_panel_is_not_overwritten_unasked(tmp_path: Path) -> None:
    file = PanelsFile(tmp_path)
    file.save("mine", TWO)
    with pytest.raises(UsageError, match="already"):
        file.save("mine", TWO[::-1])
    assert file.panels()["mine"] == TWO


@pytest.mark.parametrize("name", ["auto", "embedded", "recorded", "members", "My Panel", "", "a,b", "../x", "-x"])
def test_a_name_that_stands_for_something_else_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        PanelsFile(tmp_path).save(name, TWO)
    assert not (tmp_path / "panels.yaml").exists()


def test_writers_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    names = [f"p{number}" for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: PanelsFile(tmp_path).save(name, TWO), names))
    assert sorted(PanelsFile(tmp_path).panels()) == names


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    elsewhere = tmp_path / "kept" / "mine.yaml"
    elsewhere.parent.mkdir()
    elsewhere.write_text(OTHER, "utf-8")
    (tmp_path / "panels.yaml").symlink_to(elsewhere)
    PanelsFile(tmp_path).save("mine", TWO)
    assert (tmp_path / "panels.yaml").is_symlink()
    assert "mine:" in elsewhere.read_text("utf-8")


A, B = "  - {model: a}\n", "  - {model: b}\n"
#: What stands in the file, on which line the mistake is, and a word of its sentence.
BROKEN = {
    "a key that there is not": (f"mine:\n{A}  - {{model: b, colour: red}}\n", 3, "colour"),
    "a panel twice": (f"mine:\n{A}{B}mine:\n{A}{B}", 4, "stands twice"),
    "a key twice": (f"mine:\n  - {{model: a, model: c}}\n{B}", 2, "stands twice"),
    "a price that is no number": (f"mine:\n  - {{model: a, price_in: NaN}}\n{B}", 2, "number"),
    "another": (f"mine:\n  - {{model: a, price_in: .inf}}\n{B}", 2, "number"),
    "in quotes": (f'mine:\n  - {{model: a, price_out: "Infinity"}}\n{B}', 2, "number"),
    "too large": (f"mine:\n{A}  - {{model: b, price_in: 1e999}}\n", 3, "too large"),
    "below nothing": (f"mine:\n  - {{model: a, price_in: -1}}\n{B}", 2, "at least 0"),
    "a list for a text": (f"mine:\n  - {{model: [a]}}\n{B}", 2, "one text"),
    "names alone": ("mine: [a, b]\n", 1, "`mine[0]`"),
    "a text": ("mine: a,b\n", 1, "must be a list"),
    "nothing": ("mine:\n", 1, "must be a list"),
    "one member": (f"mine:\n{A}", 1, "1 model"),
    "the same member": (f"mine:\n{A}{A}{B}", 3, "stands twice"),
    "a list": ("- a\n", 1, "panels are"),
    "a built-in name": (f"auto:\n{A}{B}", 1, "built-in"),
    "an odd name": (f"My Panel:\n{A}{B}", 1, "cannot name"),
    "a key of a provider": (f"mine:\n  - {{model: a, api_key: sk-aaaaaaaaaaaaaaaaaaa123}}\n{B}", 2, "keys never"),
    "a password": (f"mine:\n  - {{model: a, base_url: 'http://u:secret1@h/v1'}}\n{B}", 2, "keys never"),
    "an address without http": (f"mine:\n  - {{model: a, base_url: 'h:80/v1'}}\n{B}", 2, "http://"),
    "an open bracket": ("mine: {\n", 2, "not readable"),
    "a tab": ("mine:\n\t- {model: a}\n", 2, "tab"),
    "two documents": (f"mine:\n{A}{B}---\nother:\n{A}{B}", 4, "second document"),
    "another's tag": ("mine: !!python/object/apply:os.system [ls]\n", 1, "tag"),
}


@pytest.mark.parametrize(("text", "line", "word"), BROKEN.values(), ids=BROKEN)
def test_a_mistake_is_one_line_with_file_and_place(text: str, line: int, word: str, tmp_path: Path) -> None:
    file = PanelsFile(tmp_path)
    file.path.write_text(text, "utf-8")
    with pytest.raises(PanelError) as caught:
        file.panels()
    said = str(caught.value)
    assert said.startswith(f"{file.path}, line {line}: ")
    assert word in said
    assert "\n" not in said
    assert "sk-aaa" not in said
    assert "secret1" not in said
    with pytest.raises(PanelError):
        file.save("more", TWO)
    assert file.path.read_text("utf-8") == text, "a broken file is never written over"


def test_a_file_without_a_panel_holds_none(tmp_path: Path) -> None:
    file = PanelsFile(tmp_path)
    assert file.panels() == {}
    file.path.write_text("# nothing yet\n\n", "utf-8")
    assert file.panels() == {}
    with pytest.raises(NotFoundError):
        file.remove("mine")
    file.path.write_bytes(b"mine: \xff\n")
    with pytest.raises(PanelError, match="UTF-8"):
        file.panels()


def test_a_request_names_a_panel_of_the_file_or_something_else(tmp_path: Path) -> None:
    file, policy = PanelsFile(tmp_path), Policy(name="p", version=1, panels={"minus": ("a", "b")})
    file.save("mine", TWO)
    assert named(file, "mine", policy) == TWO
    assert named(file, " mine ", policy) == TWO
    for other in (None, "auto", "minus", "a,b", "gpt-x@http://h/v1", ("mine",), "something-else"):
        assert named(file, other, policy) is None
    with pytest.raises(PanelError, match="mine"):
        named(file, "mien", policy)
    file.path.write_text("mine: {", "utf-8")
    assert named(file, "auto", policy) is None, "a broken file stops only who asks for a panel of it"
