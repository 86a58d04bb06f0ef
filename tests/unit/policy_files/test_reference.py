"""Reference tables in files of their own: part of a policy's value, found safely, and never changed under another."""

from __future__ import annotations

import itertools
import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from consensus.domain import FittedPair, Policy, Reference
from consensus.errors import PolicyError, UsageError
from consensus.policy_files.source import PolicyFolders

SHIPPED = Path(__file__).parents[3] / "policies"
HEAD = "name: mine\nversion: 1\ntranslation:\n  accept_share: 0.4\n"
TABLES = """\
signature: "1.made"
fitted:
  en-de: {units: 240, on: "2026-05-04"}
pairs:
  en-de:
    score: [-9.0, -6.0, -3.0]
  en-de/2:
    chrf: [0.0, 0.4, 1.0]
"""
#: What stands in quotes in a YAML file, and what is typed.
LEAVING = [
    r"../own",
    r"/etc/passwd",
    r"a/b",
    r"..",
    r".own",
    r"C:own",
    r"a\\b",
    r"~",
    r"own.yaml",
    r"CON",
    r"con",
    r"ö",
    r"own\n",
    r"own\0",
]
LEAVING += ["", " "]
NO_NAMES = [
    r"../x",
    r"CON",
    r"con",
    r"nul",
    r"lpt1",
    r"",
    r"a b",
    r" a",
    r"Manuals",
    r"a/b",
    r"a\b",
    r".x",
    r"-x",
    r"x.yaml",
    r"müller",
    r"C:x",
    r"strict",
    r"families",
    r"translation",
]
NO_NAMES += [" ", "a\n", "a\0b"]
NEW = Reference(
    pairs={"en-fr": {"score": (-9.0, -3.0)}},
    fitted={"en-fr": FittedPair(units=300, on="2026-06-01")},
    signature="1.new",
)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "policies" / "reference").mkdir(parents=True)
    return tmp_path / "policies"


@pytest.fixture
def folders(tmp_path: Path, own: Path) -> PolicyFolders:
    return PolicyFolders(tmp_path, SHIPPED, ())


def put(own: Path, reference: str, name: str = "mine") -> None:
    (own / f"{name}.yaml").write_text(f"{HEAD}  reference: {reference}\n".replace("mine", name, 1), "utf-8")


def problems(folders: PolicyFolders, name: str = "mine") -> tuple[str, ...]:
    with pytest.raises(PolicyError) as caught:
        folders.load(name)
    return caught.value.problems


def fitted(policy: Policy, reference: Reference = NEW) -> Policy:
    rules = policy.translation.model_copy(update={"reference": reference})
    return policy.model_copy(update={"translation": rules})


def test_tables_in_a_file_are_the_policy_that_they_were_inside_it(folders: PolicyFolders, own: Path) -> None:
    """Policies of before hold their tables themselves; digests, and so certificates and jobs, stay what they are."""
    assert folders.load("translation").digest == "6560517179ef"
    tables = (SHIPPED / "reference" / "translation.yaml").read_text("utf-8")
    text = folders.text("translation")
    inside = text.replace("  reference: translation", f"  reference:\n{textwrap.indent(tables, '    ')}")
    (own / "old.yaml").write_text(inside, "utf-8")
    assert len(inside.splitlines()) > 650 > 100 > len(text.splitlines())
    assert folders.load("old") == folders.load("translation")
    assert folders.tables("old") == ""
    assert folders.tables("translation") == str(SHIPPED / "reference" / "translation.yaml")


def test_another_number_is_another_digest(folders: PolicyFolders, own: Path) -> None:
    put(own, "own")
    (own / "reference" / "own.yaml").write_text(TABLES, "utf-8")
    before = folders.load("mine")
    (own / "reference" / "own.yaml").write_text(TABLES.replace("-6.0", "-6.1"), "utf-8")
    assert folders.load("mine").digest != before.digest
    (own / "reference" / "own.yaml").write_text(f"# looked at\n{TABLES}", "utf-8")
    assert folders.load("mine").digest == before.digest, "a remark changes nothing"


def test_beside_the_policy_first_then_the_users_then_the_shipped(
    folders: PolicyFolders, own: Path, tmp_path: Path
) -> None:
    put(own, "translation")
    assert folders.load("mine").translation.reference == folders.load("translation").translation.reference
    (tmp_path / "elsewhere" / "reference").mkdir(parents=True)
    put(tmp_path / "elsewhere", "own")
    (own / "reference" / "own.yaml").write_text(TABLES, "utf-8")
    path = str(tmp_path / "elsewhere" / "mine.yaml")
    assert folders.tables(path) == str(own / "reference" / "own.yaml")
    beside = tmp_path / "elsewhere" / "reference" / "own.yaml"
    beside.write_text(TABLES.replace("240", "241"), "utf-8")
    assert folders.tables(path) == str(beside)
    assert folders.load(path).translation.reference.fitted["en-de"].units == 241  # type: ignore[union-attr]
    (own / "reference" / "translation.yaml").write_text(TABLES, "utf-8")
    assert folders.load("translation").digest == "6560517179ef", "the shipped policy has the shipped tables"


DAMAGED: dict[str, tuple[Callable[[str], str], str]] = {
    "cut off": (lambda text: text[:-10], "line 9: not readable as YAML: a bracket"),
    "a lost number": (lambda text: text.replace("-6.0, ", ""), "line 6: `pairs.en-de.score`: has 2 numbers where"),
    "two swapped": (lambda text: text.replace("0.0, 0.4", "0.4, 0.0"), "line 8: `pairs.en-de/2.chrf`: must rise"),
    "a letter": (lambda text: text.replace("-6.0", "-6.O"), 'line 6: `pairs.en-de.score[1]`: "-6.O" must be a number'),
    "not a number": (lambda text: text.replace("-6.0", ".nan"), "line 6: `pairs.en-de.score[1]`"),
    "no pair": (lambda text: text.replace("en-de", "german"), "line 5: `pairs.german`: names no pair"),
    "a lost pair": (
        lambda text: text.replace("en-de:\n", "en-cs:\n", 1).replace("en-de/2", "en-cs/2"),
        "line 3: `fitt",
    ),
    "pairs twice": (lambda text: f"{text}{text}", "line 9: `signature`: stands twice"),
    "a key of its own": (lambda text: f"{text}quorum: 2\n", "line 9: `quorum`"),
    "nothing": (lambda _: "", "line 1: is empty"),
    "remarks alone": (lambda _: "# x\n", "line 1: "),
    "no tables": (lambda _: "pairs: {}\n", "line 1: is no file of reference tables"),
    "a policy": (lambda _: HEAD, "line 1: is no file of reference tables"),
    "a list": (lambda _: "- 1\n", "line 1: "),
    "too large": (lambda _: "#" * 2_100_000, "line 1: is larger than 2 MB"),
}


@pytest.mark.parametrize(("damage", "says"), DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_or_foreign_file_is_one_line_with_its_place(
    folders: PolicyFolders, own: Path, damage: Callable[[str], str], says: str
) -> None:
    put(own, "own")
    path = own / "reference" / "own.yaml"
    path.write_text(TABLES, "utf-8")
    folders.load("mine")
    path.write_text(damage(TABLES), "utf-8")
    (told,) = problems(folders)
    assert told.startswith(f"line 5: `translation.reference`: {path}, {says}"), told
    (listed,) = [one for one in folders.list() if one.name == "mine"]
    assert (listed.version, listed.digest) == (None, ""), "and the list goes on"
    assert listed.problem == told


def test_what_is_no_file_at_all(folders: PolicyFolders, own: Path) -> None:
    put(own, "tranlation")
    assert problems(folders)[0].endswith("reference/tranlation.yaml; did you mean `translation`?")
    put(own, "xyz")
    assert "there is no file" in problems(folders)[0]
    assert str(own / "reference" / "xyz.yaml") in problems(folders)[0]
    (own / "reference" / "xyz.yaml").mkdir()
    assert problems(folders)[0].endswith("xyz.yaml is no file")
    (own / "reference" / "loop.yaml").symlink_to("loop.yaml")
    put(own, "loop")
    assert problems(folders)[0].endswith("loop.yaml is no file")
    (own / "reference" / "latin.yaml").write_bytes(b"signature: gr\xfc\xdfe\n")
    put(own, "latin")
    assert "latin.yaml, line 1: is not UTF-8" in problems(folders)[0]


@pytest.mark.parametrize(
    "name",
    [*LEAVING, "x" * 300],
)
def test_a_name_that_leaves_the_folder_is_refused(folders: PolicyFolders, own: Path, name: str) -> None:
    (own / "own.yaml").write_text(TABLES, "utf-8")  # where ../own would lead
    (own / "reference" / "own.yaml").write_text(TABLES, "utf-8")
    put(own, f'"{name}"')
    (told,) = problems(folders)
    assert told.startswith("line 5: `translation.reference`: "), told
    assert re.search(r"did you mean `own`|is the NAME of reference/NAME\.yaml", told)
    with pytest.raises(PolicyError):
        folders.parse(f'{HEAD}  reference: "{name}"\n', "translation")


@pytest.mark.parametrize("value", ["12", "[a]", "true", "1.5"])
def test_what_is_no_name_is_refused(folders: PolicyFolders, own: Path, value: str) -> None:
    put(own, value)
    assert "must be the NAME of reference/NAME.yaml" in problems(folders)[0]


def test_other_mistakes_are_told_beside_it(folders: PolicyFolders, own: Path) -> None:
    put(own, "xyz\nquorum: 1")
    assert len(problems(folders)) == 2


def test_a_fit_writes_a_short_policy_and_its_tables_beside_it(folders: PolicyFolders, own: Path) -> None:
    kept, where = folders.keep(fitted(folders.load("translation")), "translation", "manuals")
    assert Path(where) == own / "manuals.yaml"
    assert len(Path(where).read_text("utf-8").splitlines()) < 100
    tables = Path(folders.tables("manuals"))
    assert tables.parent == own / "reference"
    assert "not edited by hand" in tables.read_text("utf-8").lower()
    assert folders.load("manuals") == kept
    assert kept.translation.reference == NEW


def test_tables_inside_a_policy_move_out_with_the_next_fit(folders: PolicyFolders, own: Path) -> None:
    (own / "mine.yaml").write_text(f"{HEAD}  reference:\n{textwrap.indent(TABLES, '    ')}# end\n", "utf-8")
    assert folders.load("mine").translation.reference.fitted["en-de"].units == 240  # type: ignore[union-attr]
    folders.keep(fitted(folders.load("mine")), "mine")
    text = folders.text("mine")
    assert "pairs:" not in text
    assert text.endswith("# end\n")
    assert folders.load("mine").translation.reference == NEW


def test_no_fit_changes_the_tables_of_another_policy(folders: PolicyFolders, own: Path) -> None:
    folders.keep(fitted(folders.load("translation")), "translation", "first")
    folders.create("second", "first")
    assert folders.tables("second") == folders.tables("first")
    before = folders.load("second")
    other = NEW.model_copy(update={"pairs": {"en-fr": {"score": (-8.0, -2.0)}}})
    folders.keep(fitted(folders.load("first"), other), "first")
    assert folders.load("first").translation.reference == other
    assert folders.load("second") == before


def test_a_file_that_was_changed_by_hand_is_not_written_over(folders: PolicyFolders, own: Path) -> None:
    folders.keep(fitted(folders.load("translation")), "translation", "first")
    tables = Path(folders.tables("first"))
    changed = tables.read_text("utf-8").replace("-9.0", "-9.5")
    for content in (changed, "broken: ["):
        tables.write_text(content, "utf-8")
        kept, _ = folders.keep(fitted(folders.load("translation")), "translation", path=own / "first.yaml")
        assert kept.translation.reference == NEW
        assert tables.read_text("utf-8") == content


#: Policies whose values are hard to write down.
ODD = {
    "members": "members:\n  - {model: openai/gpt-4o, price_in: 0.15, price_out: 0.6, data_terms: {region: eu}}\n"
    "  - {model: 'house@http://127.0.0.1:8/v1', family: '1e3', fallbacks: ['007', 'null', 'yes', '1.5']}\n"
    "panel: ['openai/gpt-4o', 'house@http://127.0.0.1:8/v1']\npanels: {'12': [a, b], small: ['- x', '#y']}\n",
    "texts": 'style: "  starts with blanks\\n\\n# no remark\\u0085\\u2028\\t: [\\n"\ndescription: \'a # b: c "d"\'\n',
    "a long style": f"style: |\n{textwrap.indent(chr(10).join(['word ' * 30] * 4), '  ')}\n\n  the end\n",
    "no end of line": "style: |-\n  a\n  b\n",
    "amounts": "budget: {unit: 0.001, document: 2, day: 12.34}\nguarantee: {alpha: 0.02}\nsemantic: 'off'\n",
    "routes": "routing:\n  - {risk: high, panel: [a, b, c]}\n  - {tokens_over: 4000, panel: x}\npanels: {x: [a, b]}\n"
    "data_classes: {health: {regions: [eu], no_training: true}}\ndata_class: health\n",
    "examples": "task: extract\nextraction:\n  examples:\n    - {text: \"a\\n\\tb\", object: {no: '7', at: null}}\n",
    "an order": "semantic: 'off'\nguarantee: {alpha: 0.05}\nextraction:\n  order: {features: {'doubt split': "
    "{mean: 0.5, scale: 0.1, weight: -2}}, base: 1.25, labels: 90, wrong: 20}\n",
    "strategy": "strategy: cascade\ntiers: [[a, b], [c]]\njudge: k/j\nchecks: {emphasis: veto}\n"
    "translation: {without_reference: judged, measures: {chrf: 1.5}, primary: a}\npanel: [a, b, c]\n",
    "parts of another task": "task: translate\nextraction: {rule_settles: false, date_order: dmy}\n",
    "a glossary": "glossary: terms.csv\n",
}


@pytest.mark.parametrize("like", ["translation", "extraction", "strict", *ODD])
def test_a_new_policy_decides_as_the_one_that_it_is_like(
    folders: PolicyFolders, own: Path, tmp_path: Path, like: str
) -> None:
    base = like
    if like in ODD:
        base = str(tmp_path / "base" / "old.yaml")
        (tmp_path / "base").mkdir()
        (tmp_path / "base" / "terms.csv").write_text("source,target\nvalve,Ventil\n", "utf-8")
        (tmp_path / "base" / "old.yaml").write_text(f"name: old\nversion: 7\n{ODD[like]}", "utf-8")
    made, where = folders.create("manuals-de", base)
    then = folders.load(base).model_copy(update={"name": "manuals-de", "version": 1})
    if like == "a glossary":
        then = then.model_copy(update={"glossary": made.glossary})
    assert made == then
    text = Path(where).read_text("utf-8")
    assert len(text.splitlines()) <= 125
    assert "consensus policies check manuals-de" in text


def test_a_new_policy_names_every_key_that_there_is(folders: PolicyFolders) -> None:
    text = Path(folders.create("manuals", "strict")[1]).read_text("utf-8")
    for key, field in Policy.model_fields.items():
        if key not in (
            "glossary_terms",
            "named_panel",
        ):  # of a file, and of a job
            assert re.search(rf"^{key}:", text, re.M), key
            for below in getattr(field.annotation, "model_fields", {}) if key != "guarantee" else ():
                assert re.search(rf"^  {below}:", text, re.M), f"{key}.{below}"
    lines = text.partition("\n# --- ")[2].splitlines()
    for before, line in itertools.pairwise(lines):
        if re.match(r" *[a-z_]+: \S", line):
            assert "  # " in line or before.lstrip().startswith("# "), "each with one line of what it is for"


def test_tables_are_shared_by_name_and_written_where_they_cannot_be(
    folders: PolicyFolders, own: Path, tmp_path: Path
) -> None:
    folders.create("manuals", "translation")
    assert "reference: translation" in folders.text("manuals")
    assert not list((own / "reference").iterdir())
    (tmp_path / "base" / "reference").mkdir(parents=True)
    put(tmp_path / "base", "own")
    (tmp_path / "base" / "reference" / "own.yaml").write_text(TABLES, "utf-8")
    made, _ = folders.create("other", str(tmp_path / "base" / "mine.yaml"))
    assert Path(folders.tables("other")).parent == own / "reference"
    assert made.digest == folders.load(str(tmp_path / "base" / "mine.yaml")).digest


@pytest.mark.parametrize(
    "name",
    [*NO_NAMES, "x" * 300],
)
@pytest.mark.parametrize("force", [False, True])
def test_a_name_that_cannot_be_one_is_refused(folders: PolicyFolders, own: Path, name: str, force: bool) -> None:
    before = sorted(own.parent.rglob("*"))
    with pytest.raises(UsageError) as caught:
        folders.create(name, "translation", force=force)
    assert len(str(caught.value)) < 250
    assert "\n" not in str(caught.value)
    assert sorted(own.parent.rglob("*")) == before


def test_what_is_there_is_written_over_only_when_it_is_said(folders: PolicyFolders, own: Path) -> None:
    put(own, "translation", "mine")
    mine = folders.text("mine")
    with pytest.raises(UsageError, match=r'a policy "mine" already\. .*--force'):
        folders.create("mine", "strict")
    assert folders.text("mine") == mine
    assert folders.create("mine", "strict", force=True)[0].digest == folders.load("strict").digest
    (own / "Other.yaml").write_text(HEAD, "utf-8")
    with pytest.raises(UsageError, match='the same file as "Other"'):
        folders.create("other", "strict", force=True)
    (own / "short.yml").write_text(HEAD, "utf-8")
    with pytest.raises(UsageError, match="already"):
        folders.create("short", "strict")
    folders.create("short", "strict", force=True)
    assert not (own / "short.yaml").exists(), "one file of that name"
