"""A fitted policy into a file: what people wrote around it stays, and nothing of anybody else is overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from consensus.domain import FittedPair, Policy, Reference
from consensus.errors import UsageError
from consensus.policy_files.source import PolicyFolders

SHIPPED = Path(__file__).parents[3] / "policies"
NEW = Reference(
    pairs={"en-de": {"score": (-9.0, -3.0)}, "*": {"disagreement": (0.0, 1.0)}},
    fitted={"en-de": FittedPair(units=240, on="2026-05-04")},
    signature="1.new",
)


@pytest.fixture
def folders(tmp_path: Path) -> PolicyFolders:
    (tmp_path / "policies").mkdir()
    return PolicyFolders(tmp_path, SHIPPED, ())


def fitted(policy: Policy) -> Policy:
    rules = policy.translation.model_copy(update={"reference": NEW})
    return policy.model_copy(update={"translation": rules})


#: Ways to write a policy; each must come back as it is but for name, version and reference.
HEAD = "name: mine\nversion: 3\n"
WRITTEN = {
    "no rules for translation": "# mine\nname: mine\nversion: 3\nquorum: 2  # two makers\n",
    "no line end": "name: mine\nversion: 3\nquorum: 2",
    "rules without a reference": f"{HEAD}translation:\n    # my level\n    accept_share: 0.3\n# end\n",
    "a reference before other keys": f"{HEAD}translation:\n  reference:\n    signature: old\n    pairs:\n      en-fr:\n"
    "        score: [\n          -2.0, -1.0\n        ]\n  # the share\n  accept_share: 0.3\nquorum: 3\n",
    "a reference in one line": f"{HEAD}translation:\n  reference: {{pairs: {{en-fr: {{score: [-2, -1]}}}}}}\n",
    "names in quotes": "name: 'mine'\nversion: 3\nstyle: |\n  Say: translation\n\n  name: x\ntranslation:\n"
    "  accept_share: 0.3\n",
    "in braces": "{name: mine, version: 3, quorum: 3}\n",
    "rules in braces": f"{HEAD}translation: {{accept_share: 0.3}}\n",
    "with an anchor": f"{HEAD}panel: &p [a, b]\npanels: {{x: *p}}\n",
    "with Windows' line ends": "name: mine\r\nversion: 3\r\ntranslation:\r\n  accept_share: 0.3\r\n",
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_only_the_reference_changes(folders: PolicyFolders, tmp_path: Path, text: str) -> None:
    path = tmp_path / "policies" / "mine.yaml"
    path.write_text(text, "utf-8", newline="")
    before = folders.load("mine")
    kept, where = folders.keep(fitted(before), "mine")
    assert Path(where) == path
    assert kept == fitted(before).model_copy(update={"version": 4}), "its own version is raised"
    comments = [line.partition("#")[2].strip() for line in text.splitlines() if "#" in line]
    assert all(f"# {comment}" in path.read_text("utf-8") for comment in comments)


def test_a_shipped_policy_is_copied_with_its_comments(folders: PolicyFolders, tmp_path: Path) -> None:
    kept, where = folders.keep(fitted(folders.load("translation")), "translation")
    assert Path(where) == tmp_path / "policies" / "translation.yaml"
    assert folders.load("translation") == kept, "the name now means the fitted one"
    shipped = (SHIPPED / "translation.yaml").read_text("utf-8").splitlines()
    comments = {line for line in shipped if line.lstrip().startswith("#")}
    assert comments <= set(Path(where).read_text("utf-8").splitlines())


def test_another_name_is_another_policy(folders: PolicyFolders, tmp_path: Path) -> None:
    base = folders.load("translation")
    kept, where = folders.keep(fitted(base), "translation", "manuals-de")
    assert (kept.name, kept.version) == ("manuals-de", base.version)
    with pytest.raises(UsageError, match='a policy "manuals-de" already'):
        folders.keep(fitted(base), "translation", "manuals-de")
    assert folders.keep(fitted(kept), "manuals-de", "manuals-de")[0].version == base.version + 1, (
        "its own it may change"
    )
    assert Path(where).parent == tmp_path / "policies"
    with pytest.raises(UsageError, match="a shipped policy is never edited"):
        folders.keep(fitted(base), "translation", path=SHIPPED / "translation.yaml")


def test_a_glossary_is_found_from_the_new_place(folders: PolicyFolders, tmp_path: Path) -> None:
    (tmp_path / "terms.csv").write_text("source,target\nvalve,Ventil\n", "utf-8")
    (tmp_path / "mine.yaml").write_text("name: mine\nversion: 1\nglossary: terms.csv\n", "utf-8")
    base = folders.load(str(tmp_path / "mine.yaml"))
    kept, _ = folders.keep(fitted(base), str(tmp_path / "mine.yaml"), "other")
    assert kept.glossary_terms == base.glossary_terms != ()
