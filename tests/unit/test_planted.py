"""Right sentence pairs, the errors planted in them, and the tables of docs/checks.md made from both."""

from __future__ import annotations

import importlib
import random
import re
from pathlib import Path

import pytest

from consensus.normalize.languages import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
TEXTS = sorted((ROOT / "benchmarks" / "texts").glob("*.tsv"))
DOCS = (ROOT / "docs" / "checks.md").read_text("utf-8")


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch):
    """Loads a module of benchmarks by name."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module


def pair(load, source: str, target: str, langs: tuple[str, str], denial_lost: str = ""):
    return load("planting").Pair(source, target, denial_lost, langs)


def planted(plant, one) -> dict[str, str]:
    return {item.kind: item.text for item in plant(one, random.Random(1))}


def table(title: str) -> list[list[str]]:
    """The cells of the table of docs/checks.md under a heading, its rule left out."""
    section = re.split(r"^##+ ", DOCS.split(f"# {title}\n", 1)[1], maxsplit=1, flags=re.M)[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows if not row[0].startswith("---")]


def test_every_listed_language_has_right_pairs() -> None:
    assert {path.stem for path in TEXTS} == set(LANGUAGES)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_file_holds_enough_pairs_and_lost_denials_and_no_slips(load, path: Path) -> None:
    pairs = load("planted").read_pairs(path)
    assert len(pairs) >= 60
    assert len([one for one in pairs if one.denial_lost]) >= 20
    assert len({one.source for one in pairs}) == len(pairs)
    for one in pairs:
        assert one.source.strip() == one.source, one
        assert one.target.strip() == one.target, one
        assert one.target not in ("", one.source, one.denial_lost), one


def test_the_catalogue_in_the_docs_is_the_product_s(load) -> None:
    assert "\n".join(load("checks").catalogue_table()) in DOCS, "run: python benchmarks/checks.py --planted"
    assert "\n".join(load("planted").coverage_table()) in DOCS, "run: python benchmarks/checks.py --planted"


@pytest.mark.parametrize(
    ("title", "groups"),
    [
        ("Planted errors found: quantities", "QUANTITY_GROUPS"),
        ("Planted errors found: words", "WORD_GROUPS"),
        ("Planted errors found: verbatim items", "VERBATIM_GROUPS"),
        ("Told apart as two answers: facts", "DISPUTED"),
        ("Told apart as two answers: words", "DISPUTED_WORDS"),
    ],
)
def test_the_docs_show_every_language_and_every_kind_of_error(load, title: str, groups: str) -> None:
    head, *rows = table(title)
    assert head == ["language", *getattr(load("planted"), groups)], "run: python benchmarks/checks.py --planted"
    assert [row[0] for row in rows] == [path.stem for path in TEXTS], "run: python benchmarks/checks.py --planted"
    shown = re.compile(r"too few \(\d+\)|\d+ of \d+, (?:1|\.\d\d) \((?:1|\.\d\d) to (?:1|\.\d\d)\)")
    assert all(shown.fullmatch(cell) for row in rows for cell in row[1:])


def test_the_docs_show_false_alarms_of_every_language() -> None:
    head, *rows = table("False alarms on right texts")
    assert head[:2] == ["language", "any veto"]
    assert [row[0] for row in rows] == [path.stem for path in TEXTS], "run: python benchmarks/checks.py --planted"


def test_numbers_are_spoilt_in_the_locale_of_the_target(load) -> None:
    planting = load("planting")
    german = pair(load, "Load 1,250 kg.", "1.250 kg laden.", ("en", "de"))
    assert planted(planting.numbers, german)["other locale"] == "1,250 kg laden."
    spanish = pair(load, "Load 1,250 kg.", "Cargue 1.250 kg.", ("en", "es"))
    assert "other locale" not in planted(planting.numbers, spanish), "both forms are Spanish"


def test_what_belongs_to_a_date_a_time_a_code_or_markup_is_no_number(load) -> None:
    planting = load("planting")
    one = pair(load, "X2 at {n} on 3 May 2024, 2:30 p.m.", "X2 bei {n} am 3. Mai 2024, 14:30 Uhr", ("en", "de"))
    assert planted(planting.numbers, one) == {}


def test_dates_times_units_and_currencies_are_spoilt(load) -> None:
    planting = load("planting")
    dated = pair(load, "On 3 May 2024 at 2:30 p.m.", "Am 3. Mai 2024 um 14:30 Uhr", ("en", "de"))
    assert re.fullmatch(r"Am 3\. (?!Mai)\w+ 2024 um 14:30 Uhr", planted(planting.dates, dated)["month"])
    assert planted(planting.times, dated)["twelve hours"] == "Am 3. Mai 2024 um 2:30 Uhr"
    english = pair(load, "Am 3. Mai um 14:30 Uhr", "On 3 May at 2:30 p.m.", ("de", "en"))
    assert planted(planting.times, english)["twelve hours"] == "On 3 May at 2:30 a.m."
    weighed = pair(load, "It weighs 5 kg.", "Это весит 5 кг.", ("en", "ru"))
    assert list(planted(planting.units, weighed).values()) == ["Это весит 5 г."]
    priced = pair(load, "It costs €5.", "Es kostet 5 Euro.", ("en", "de"))
    assert list(planted(planting.currency, priced).values()) == ["Es kostet 5 Dollar."]
    assert planted(planting.currency, priced._replace(source="It has 5 of them.")) == {}, "the source names none"


def test_verbatim_items_are_spoilt_one_at_a_time(load) -> None:
    planting = load("planting")
    one = pair(load, "<b>{name}</b> has X200.", "<b>{name}</b> hat X200.", ("en", "de"))
    assert planted(planting.tags, one) == {
        "dropped": "<b>{name} hat X200.",
        "renamed": "<em>{name}</b> hat X200.",
        "misnested": "</b>{name}<b> hat X200.",
    }
    assert planted(planting.placeholders, one)["dropped"] == "<b></b> hat X200."
    assert set(planted(planting.codes, one)) == {"digit", "letter"}


def test_words_are_spoilt_in_their_form(load) -> None:
    words = load("planting_words")
    polish = pair(load, "On Wednesday", "W środę", ("en", "pl"))
    assert planted(words.weekdays, polish)["another"] in ("W niedzielę", "W sobotę")
    left = pair(load, "Turn left.", "Nach links drehen.", ("en", "de"))
    assert planted(words.opposites, left) == {"links": "Nach rechts drehen."}
    elided = pair(load, "The buyer pays.", "L'acheteur paie.", ("en", "fr"))
    assert list(planted(words.parties, elided).values()) == ["Le vendeur paie."]
    assert planted(words.denial, left._replace(denial_lost="x")) == {"short": "x"}


def write(folder: Path, name: str, *rows: tuple[str, ...]) -> Path:
    folder.joinpath(name).write_text("\n".join("\t".join(row) for row in rows) + "\n", "utf-8")
    return folder


HEAD = ("source", "target", "denial_lost")


def test_a_folder_of_one_s_own_is_measured_alike_each_time(load, tmp_path: Path) -> None:
    right = ("Do not load more than 40 kg.", "Nicht mehr als 40 kg laden.", "Mehr als 40 kg laden.")
    wrong = ("Load 40 kg.", "50 kg laden.", "")
    french = ("Il pèse 20 kg.", "Es wiegt 20 kg.", "")
    write(tmp_path, "de.tsv", HEAD, right, wrong, ("source:fr", *HEAD[1:]), french)
    module = load("planted")
    tally = module.measure(tmp_path)["de"]
    assert (tally.pairs, tally.stopped, dict(tally.alarms)) == (3, 1, {"numbers": 1})
    assert tally.wrong[0][2].target == "50 kg laden."
    assert tally.planted["units"] == tally.found["units"] == 2, "nothing is planted in the pair that is stopped"
    assert tally.planted["negation"] == tally.found["negation"] == tally.planted["negation, to 12 words"] == 1
    assert module.tables(module.measure(tmp_path)) == module.tables({"de": tally})


def test_a_folder_without_texts_and_a_line_of_another_shape_are_refused(load, tmp_path: Path) -> None:
    module = load("planted")
    with pytest.raises(SystemExit, match=r"holds no \.tsv file"):
        module.measure(tmp_path)
    write(tmp_path, "de.tsv", HEAD, ("Hello", "Hallo"))
    with pytest.raises(SystemExit, match="line 2: three columns"):
        module.measure(tmp_path)


def test_a_cell_tells_its_interval_or_that_it_is_too_few(load) -> None:
    cell = load("planted").cell
    assert cell(19, 19) == "too few (19)"
    assert cell(15, 20) == "15 of 20, .75 (.53 to .89)"
    assert cell(20, 20) == "20 of 20, 1 (.84 to 1)"
    assert cell(0, 40) == "0 of 40, .00 (.00 to .09)"
