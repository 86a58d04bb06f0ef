"""Policy files: found, read, and every mistake told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from consensus.check import CATALOGUE
from consensus.domain import Policy
from consensus.errors import NotFoundError, PolicyError
from consensus.policy_files.loading import list_policies, load_policy, parse_policy
from consensus.policy_files.writing import policy_file
from consensus.reference import level_reached

SHIPPED = Path(__file__).parents[3] / "policies"
HEAD = "name: mine\nversion: 1\n"
CHECKS = ("numbers", "negation", "placeholders")


def problems(text: str, base: Path = Path()) -> tuple[str, ...]:
    with pytest.raises(PolicyError) as caught:
        parse_policy(text, "mine.yaml", base, CHECKS)
    return caught.value.problems


@pytest.mark.parametrize("name", ["translation", "extraction", "strict"])
def test_shipped_policies_are_sound_and_cautious(name: str, tmp_path: Path) -> None:
    policy = load_policy(name, home=tmp_path, shipped=SHIPPED, known_checks=CATALOGUE)
    assert policy.name == name
    assert (policy.quorum, policy.support, policy.guarantee) == (2, 1.0, "none")
    assert policy.hard_fact_dispute == "review"


def test_strict_accepts_nothing_by_calibration_and_has_every_gate(tmp_path: Path) -> None:
    policy = load_policy("strict", home=tmp_path, shipped=SHIPPED)
    assert policy.translation.accept_share == 0.0
    assert policy.semantic == "off"
    assert set(policy.checks.values()) == {"veto"}
    assert set(policy.extraction.gates) == {
        "row_absent",
        "total_row",
        "blank_zero",
        "unlocated",
        "ambiguous_date",
        "scale",
        "checkbox",
        "lost_row",
        "second_document",
        "scattered_row",
        "row_count",
        "column_dispute",
        "unlocated_text",
    }


FEATURE = "{mean: 0.5, scale: 0.1, weight: 2}"


@pytest.mark.parametrize(
    ("order", "says"),
    [
        (f"{{features: {{support: {FEATURE}}}, base: 1, labels: 90, wrong: 20}}", ""),
        ("{features: {}, base: 1, labels: 90, wrong: 20}", "line 6: `extraction.order.features`"),
        (f"{{features: {{support: {FEATURE}}}, base: .nan, labels: 9, wrong: 2}}", "line 6: `extraction.order.base`"),
        (
            f"{{features: {{support: {FEATURE}}}, base: 1, labels: 9, wrong: 20}}",
            "line 6: `extraction.order.wrong`: 20",
        ),
        (f"{{features: {{support: {FEATURE}}}, base: 1, labels: 0, wrong: 0}}", "line 6: `extraction.order.labels`"),
        (
            "{features: {support: {mean: 0, scale: 0, weight: 1}}, base: 1, labels: 90, wrong: 20}",
            "line 6: `extraction.order.features.support.scale`: 0 must be more than 0",
        ),
    ],
)
def test_an_order_of_a_policy(order: str, says: str) -> None:
    under = "semantic: 'off'\nguarantee: {alpha: 0.05}\n"
    text = f"{HEAD}{under}extraction:\n  order: {order}\n"
    if says:
        assert problems(text)[0].startswith(says), problems(text)
        return
    policy = parse_policy(text, "mine.yaml", Path())
    bare = policy.model_copy(update={"extraction": policy.extraction.model_copy(update={"order": None})})
    assert policy.digest != bare.digest, "a guarantee is earned anew"
    assert "order" not in bare.model_dump(mode="json")["extraction"]
    assert "levels of a guarantee alone" in problems(text.replace(under, ""))[0]
    assert "second_opinion: off" in problems(f"{text}second_opinion: openai/x\n")[0]
    assert "is about fields" in problems(f"task: translate\n{text}")[0]


@pytest.mark.parametrize(
    ("example", "says"),
    [
        ("{text: Invoice 7, object: {no: '7'}}", ""),
        ("{text: Offer 8, wrong: {no: '8'}, why: An offer has no number.}", ""),
        ("{text: ' ', object: {no: '7'}}", "line 5: `extraction.examples[0]`: has no text"),
        ("{text: x}", "line 5: `extraction.examples[0]`: needs one answer"),
        ("{text: x, object: {}, wrong: {}}", "line 5: `extraction.examples[0]`: needs one answer"),
        ("{text: x, object: {}, why: y}", "line 5: `extraction.examples[0]`: says `why` of a right answer"),
        ("{object: {no: '7'}}", "line 5: `extraction.examples[0].text`: is missing"),
    ],
)
def test_examples_of_a_policy(example: str, says: str) -> None:
    text = f"{HEAD}extraction:\n  examples:\n    - {example}\n"
    if says:
        assert problems(text)[0].startswith(says)
    else:
        assert len(parse_policy(text, "mine.yaml", Path()).extraction.examples) == 1
        assert "extraction only" in problems(f"task: translate\n{text}")[0]


def test_every_mistake_is_reported_at_once_with_line_and_suggestion() -> None:
    text = """\
name: My Policy
version: 1
tsak: translate
quorum: 3
panel: [openai/gpt-4o, mistral/mistral-large-latest]
support: 80%
near_identity: 0.9
checks:
  numbrs: veto
  negation: vto
translation:
  measures:
    chrff: 1.0
members:
  - model: openai/gpt-4o
    weight: -1
"""
    assert problems(text) == (
        'line 1: `name`: "My Policy" may hold a-z, 0-9, - and _ only; did you mean `my-policy`?',
        "line 3: `tsak`: is not a key of a policy; did you mean `task`?",
        "line 5: `panel`: holds 2 models, so the quorum of 3 families is never reached; add models or lower `quorum`",
        'line 6: `support`: "80%" must be a plain number; did you mean `0.8`?',
        "line 7: `near_identity`: does not belong here; did you mean it under `translation:`?",
        "line 9: `checks.numbrs`: there is no such check; did you mean `numbers`?",
        'line 10: `checks.negation`: "vto" is not possible; did you mean `veto`?',
        'line 13: `translation.measures.chrff`: "chrff" is not possible; did you mean `chrf`?',
        "line 16: `members[0].weight`: -1 must be more than 0",
    )


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        # how YAML reads a value, against what was meant
        ("quorum: 012", 'line 3: `quorum`: "012" has a leading zero; did you mean `12`?'),
        ("quorum: '2'", 'line 3: `quorum`: "2" stands in quotes and so is text; write 2 without them'),
        ("quorum: 2.0", "line 3: `quorum`: 2.0 is not a whole number; did you mean `2`?"),
        ("quorum: 1e3", "line 3: `quorum`: 1000.0 is not a whole number; did you mean `1000`?"),
        ("quorum: yes", 'line 3: `quorum`: "yes" must be a whole number'),
        ("quorum: true", 'line 3: `quorum`: "true" must be a whole number'),
        ("quorum:", "line 3: `quorum`: has no value; give one or leave the line out"),
        ("quorum: 1", "line 3: `quorum`: 1 must be at least 2"),
        ("support: 0,9", 'line 3: `support`: "0,9" must be a number; did you mean `0.9`?'),
        ("support: .nan", 'line 3: `support`: ".nan" must be a number'),
        ("support: inf", 'line 3: `support`: "inf" must be a number'),
        ("support: 1e999", "line 3: 1e999 is too large a number"),
        (
            "guarantee: {alpha: 2}",
            "line 3: `guarantee.alpha`: 2 is more than 0.5; a share is written 0..1, did you mean `0.02`?",
        ),
        ("guarantee: {alpha: 0.02, catch: 0}", "line 3: `guarantee.catch`: 0 must be more than 0"),
        (
            "guarantee: {alpha: 0.02, catch: 80}",
            "line 3: `guarantee.catch`: 80 is more than 1; a share is written 0..1, did you mean `0.8`?",
        ),
        ("guarantee: {alpha: 0.02, cap: 0}", "line 3: `guarantee.cap`: 0 must be at least 1"),
        ("guarantee: {alpha: 0.02, cap: 2.5}", "line 3: `guarantee.cap`: 2.5 is not a whole number"),
        ("guarantee: {alpha: 0.02, cap: 1000000}", "line 3: `guarantee.cap`: 1000000 must be at most 100000"),
        ("guarantee: {alpha: 0.02, cap: none}", 'line 3: `guarantee.cap`: "none" must be a whole number'),
        (
            "guarantee: {alpha: 0.02, caps: 60}",
            "line 3: `guarantee.caps`: is not a key of a policy; did you mean `cap`?",
        ),
        ("guarantee: {catch: 0.8}", "line 3: `guarantee.alpha`: is missing"),
        ("support: 95", "line 3: `support`: 95 is more than 1; a share is written 0..1, did you mean `0.95`?"),
        ("asking:\n  call_seconds: 90s", 'line 4: `asking.call_seconds`: "90s" must be a number'),
        ("style: 5", 'line 3: `style`: "5" is read as a number; put it in quotes'),
        ("style: [a, b]", "line 3: `style`: must be one text, not a list or mapping"),
        ("semantic: true", 'line 3: `semantic`: "true" is not possible; did you mean `auto`?'),
        ("semantic: no", 'line 3: `semantic`: "no" is not possible; did you mean `off`?'),
        (
            "checks: {numbers: on}",
            'line 3: `checks.numbers`: "on" is not possible; it is one of `off`, `veto`, `warning`',
        ),
        ("checks: [numbers]", "line 3: `checks`: must be a group of `key: value` lines, indented under it"),
        ("extraction:\n  gates: row_absent", "line 4: `extraction.gates`: must be a list, as in `gates: [a, b]`"),
        (
            "extraction:\n  gates: [row_absnt]",
            'line 4: `extraction.gates[0]`: "row_absnt" is not possible; did you mean `row_absent`?',
        ),
        # panels
        ("panel: []", "line 3: `panel`: is empty; list two models or more, or write `panel: auto`"),
        ("panel: [a, a, b]", 'line 3: `panel[1]`: "a" stands twice; a copy adds no vote, leave it out'),
        ("panel:\n  - a\n  - 7", 'line 5: `panel[1]`: "7" is read as a number; put it in quotes'),
        (
            "panel: embeded",
            'line 3: `panel`: there is no panel "embeded"; did you mean `embedded`? (or list two models or more)',
        ),
        ("panels:\n  auto: [a, b]", "line 4: `panels.auto`: is the name of a built-in panel; take another one"),
        # what would fail at run time only
        (
            "members: [{model: a, base_url: localhost}]",
            "line 3: `members[0].base_url`: must start with http:// or https://, as in",
        ),
        ("members: [{family: x}]", "line 3: `members[0].model`: is missing; add `model: ...`"),
        ("translation:\n  measures: {}", "line 4: `translation.measures`: needs one measure with a weight above 0"),
        (
            "translation:\n  reference:\n    pairs:\n      en-de: {chrf: [0.2, 0.1]}",
            "line 6: `translation.reference.pairs.en-de.chrf`: must rise",
        ),
        ("quorum: 2\nquorum: 3", "line 4: `quorum`: stands twice, first on line 3"),
        (
            "style: !!python/name:os.system x",
            "line 3: the tag !!python/name:os.system is not used in a policy; leave it out",
        ),
    ],
)
def test_one_mistake_is_one_line(lines: str, told: str) -> None:
    (found,) = problems(HEAD + lines)
    assert found.startswith(told)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "empty"),
        ("# only a comment\n", 1, "empty"),
        ("- a\n- b\n", 1, "`key: value`"),
        (HEAD + "checks:\n\tnumbers: veto\n", 4, "tab"),
        (HEAD + "description: This: that\n", 3, "second colon"),
        (HEAD + "panel: [a, b\nquorum: 2\n", 3, "bracket that is not closed"),
        (HEAD + 'style: "open\n', 3, "quote that is not closed"),
        (HEAD + "panel: *nobody\n", 3, "anchor"),
        (HEAD + "---\n" + HEAD, 3, "one file holds one policy"),
        (HEAD + "style: a\x07b\n", 3, "control character"),
        (HEAD + "style: @x\n", 3, "cannot start a value"),
        (HEAD + "style: &a\n  b: *a\n", 3, "inside its own anchor"),
        ("[" * 50_000, 1, "deeper than"),
        ("a: &a [x]\n" + "".join(f"k{n}: &k{n} [{', '.join(['*a'] * 9)}]\n" for n in range(9)), 1, "is missing"),
    ],
)
def test_a_file_that_is_no_policy_has_a_line_and_no_stack_trace(text: str, line: int, words: str) -> None:
    found = problems(text)
    assert any(problem.startswith(f"line {line}: ") and words in problem for problem in found), found


def test_aliases_that_multiply_end_quickly() -> None:
    layers = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    layers += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    assert any("too often" in problem for problem in problems("\n".join(layers)))


def test_plain_words_stay_words() -> None:
    text = HEAD + "semantic: off\ndescription: 2024-01-02\nchecks: {numbers: off}\npanels: {no: [a, b]}\npanel: no\n"
    policy = parse_policy(text, "mine.yaml", Path(), CHECKS)
    assert (policy.semantic, policy.description, policy.checks) == ("off", "2024-01-02", {"numbers": "off"})
    assert policy.panels == {"no": ("a", "b")}


def test_anchors_and_merge_keys_work() -> None:
    text = HEAD + "members:\n  - &base {model: a, weight: 2}\n  - {<<: *base, model: b}\n"
    policy = parse_policy(text, "mine.yaml", Path())
    assert [(member.model, member.weight) for member in policy.members] == [("a", 2.0), ("b", 2.0)]


@pytest.mark.parametrize(
    "lines",
    [
        "members: [{model: a, api_key: abc}]",
        "members: [{model: a, api_key_env: sk-proj-abcDEF1234567890}]",
        "members: [{model: a, base_url: 'https://user:hunter22@host/v1'}]",
        "style: use AIzaSyA1234567890abcdefghij",
        "panel: [gsk_abcdefgh12345678, b]",
    ],
)
def test_keys_are_refused_and_never_repeated(lines: str) -> None:
    found = "\n".join(problems(HEAD + lines))
    assert "keys never stand in a policy" in found
    for secret in ("sk-proj", "hunter22", "AIza", "gsk_"):
        assert secret not in found


def test_models_with_dashes_are_no_keys() -> None:
    text = HEAD + "panel: [huggingface/hf-internal-testing/tiny, openai/task-force-translator-2, sk-slovak-model]\n"
    assert len(parse_policy(text, "mine.yaml", Path()).panel) == 3


def test_a_name_is_found_in_home_before_the_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "strict.yaml").write_text(HEAD + "quorum: 4\n")
    assert load_policy("strict", home=tmp_path, shipped=SHIPPED).quorum == 4
    listed = {name: path for name, path, _ in list_policies(tmp_path, SHIPPED)}
    assert listed["strict"].parent == tmp_path / "policies"
    assert set(listed) == {"strict", "translation", "extraction"}, "families.yaml is no policy"


def test_a_path_is_read_as_a_path(tmp_path: Path) -> None:
    file = tmp_path / "own.yml"
    file.write_text("\ufeff" + HEAD, encoding="utf-8")
    assert load_policy(str(file), home=tmp_path, shipped=SHIPPED).name == "mine"


@pytest.mark.parametrize("name", ["tranlation", "families", "", "x" * 5000, "a\0b"])
def test_an_unknown_name_lists_the_names_there_are(name: str, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError) as caught:
        load_policy(name, home=tmp_path, shipped=SHIPPED)
    assert "extraction, strict, translation" in str(caught.value)
    assert ("did you mean `translation`" in str(caught.value)) == (name == "tranlation")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    def told(path: Path) -> str:
        with pytest.raises((PolicyError, NotFoundError)) as caught:
            load_policy(str(path), home=tmp_path, shipped=SHIPPED)
        return str(caught.value)

    (tmp_path / "latin.yaml").write_bytes(HEAD.encode() + b"style: gr\xfc\xdfe\n")
    (tmp_path / "large.yaml").write_bytes(b"# " + b"x" * 10_000_000)
    (tmp_path / "folder.yaml").mkdir()
    assert "line 3: is not UTF-8 at byte 31" in told(tmp_path / "latin.yaml")
    assert "larger than 2 MB" in told(tmp_path / "large.yaml")
    assert "is a folder" in told(tmp_path / "folder.yaml")
    assert "There is no policy file" in told(tmp_path / "absent.yaml")


def test_a_broken_policy_is_listed_with_its_mistakes(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "broken.yaml").write_text("name: broken\nversion: 0\n")
    listed = {name: policy for name, _, policy in list_policies(tmp_path, SHIPPED)}
    assert isinstance(listed["broken"], PolicyError)
    assert isinstance(listed["strict"], Policy)


def test_the_digest_covers_the_content_of_the_glossary(tmp_path: Path) -> None:
    text = HEAD + "glossary: terms.csv\n"
    (tmp_path / "terms.csv").write_text("source,target\npump,Pumpe\n")
    first = parse_policy(text, "mine.yaml", tmp_path)
    (tmp_path / "terms.csv").write_text("source,target\npump,Förderpumpe\n", encoding="utf-8")
    second = parse_policy(text, "mine.yaml", tmp_path)
    assert first.glossary_terms == (("pump", "Pumpe", "required"),)
    assert first.digest != second.digest


def test_mistakes_of_the_glossary_stand_among_the_others(tmp_path: Path) -> None:
    (tmp_path / "terms.csv").write_text("source,target\npump\n")
    assert problems(HEAD + "glossary: terms.csv\nquorum: 1\n", tmp_path) == (
        "line 3: `glossary`: terms.csv: line 2: has no target term; fill it in",
        "line 4: `quorum`: 1 must be at least 2",
    )


def test_the_digest_ignores_order_and_comments() -> None:
    first = parse_policy(HEAD + "quorum: 3\nsemantic: off\n", "a", Path())
    second = parse_policy("# comment\nsemantic: 'off'\nquorum: 3\n" + HEAD, "b", Path())
    assert first.digest == second.digest


def test_a_flood_of_mistakes_is_cut_short() -> None:
    found = problems(HEAD + "".join(f"key{number}: 1\n" for number in range(500)))
    assert len(found) == 51
    assert found[-1] == "and 450 more; mend these first"


ROUTING = [
    # the policy's lines, what is wrong, meaning
    ("data_class: helth\ndata_classes: {health: {}}", "did you mean `health`?", "a default class that is none"),
    ("routing: [{data_class: health, panel: [a, b]}]", 'no "health" under', "a condition on a class that is none"),
    ("routing: [{panel: [a, b]}, {risk: high, panel: [c, d]}]", "never reached", "a line behind one that always fits"),
    ("task: translate\nrouting: [{task: extract, panel: [a, b]}]", "never fits", "a line for the other task"),
    ("routing: [{risk: high, panel: [a]}]", "too few members", "a panel under the quorum"),
    ("routing: [{risk: hihg, panel: [a, b]}]", "`high`", "a word that is none"),
    ("budget: {day: -1}", "at least 0", "a ceiling below nothing"),
    ("budget: {week: 3}", "is not a key", "a ceiling that there is not"),
    ("members: [{model: a, price_in: cheap}]", "must be a number", "a price in words"),
    ("data_classes: {health: {retention_days: -1}}", "at least 0", "days below nothing"),
]


@pytest.mark.parametrize(("lines", "said", "meaning"), ROUTING, ids=[row[2] for row in ROUTING])
def test_mistakes_in_routing_and_budgets(lines: str, said: str, meaning: str) -> None:
    (problem,) = problems(f"{HEAD}{lines}\n")
    assert said in problem, meaning


def test_amounts_are_exact_and_survive_writing(tmp_path: Path) -> None:
    text = f"{HEAD}budget: {{day: 0.1, unit: 2}}\nmembers: [{{model: a, price_in: 0.15, price_out: 0.6}}]\n"
    policy = parse_policy(text, "mine.yaml", tmp_path)
    assert [str(amount) for _, amount in policy.budget.ceilings] == ["2", "0.1"]
    written = policy_file(policy, "{flow: style}", None, lambda text: parse_policy(text, "mine.yaml", tmp_path))
    assert parse_policy(written, "mine.yaml", tmp_path) == policy


RAMP = "{score: [-9.0, -3.0]}"


@pytest.mark.parametrize("written", ["en-pt-BR", "EN-pt", "en-pt"])
def test_reference_pairs_are_read_by_their_key(written: str) -> None:
    text = f"{HEAD}translation:\n  accept_share: 0.4\n  reference:\n    pairs:\n      {written}: {RAMP}\n"
    text += f"      {written}/3: {{chrf: [0.0, 1.0]}}\n    fitted:\n      {written}: {{units: 200, on: 2026-05-04}}\n"
    rules = parse_policy(text, "mine.yaml", Path()).translation
    assert rules.reference is not None
    assert set(rules.reference.pairs) == {"en-pt", "en-pt/3"}
    assert rules.reference.fitted["en-pt"].units == 200
    assert level_reached(rules, ("en", "pt-BR"), -4.0) is True


def test_two_spellings_of_a_pair_must_say_the_same() -> None:
    head = f"{HEAD}translation:\n  reference:\n    pairs:\n"
    same = parse_policy(f"{head}      en-pt-BR: {RAMP}\n      en-pt-AO: {RAMP}\n", "mine.yaml", Path())
    assert set(same.translation.reference.pairs) == {"en-pt"}  # type: ignore[union-attr]
    own = parse_policy(f"{head}      en-pt-BR: {RAMP}\n      en-pt: {{score: [-2.0, -1.0]}}\n", "mine.yaml", Path())
    assert own.translation.reference.pairs["en-pt"]["score"] == (-2.0, -1.0)  # type: ignore[union-attr]
    found = problems(f"{head}      en-pt-BR: {RAMP}\n      en-pt-AO: {{score: [-2.0, -1.0]}}\n")
    assert "is the same pair as `en-pt-AO`" in found[0]
    assert "names no pair of languages" in problems(f"{head}      english: {RAMP}\n")[0]
    fitted = f"{head}      en-pt: {RAMP}\n    fitted:\n      en-fr: {{units: 200, on: 2026-05-04}}\n"
    assert "has no tables under `pairs:`" in problems(fitted)[0]


def test_what_a_level_was_learned_from_is_part_of_the_digest() -> None:
    head = f"{HEAD}translation:\n  reference:\n    pairs:\n      en-pt: {RAMP}\n"
    policies = [head, *(f"{head}    fitted: {{en-pt: {{units: {n}, on: 2026-05-04}}}}\n" for n in (200, 201))]
    digests = {parse_policy(text, "mine.yaml", Path()).digest for text in policies}
    assert len(digests) == 3
