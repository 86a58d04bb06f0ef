"""A guarantee from its first document to its second certificate, through the service, the command line and reviews."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from consensus import certify
from consensus.certify import State
from consensus.domain import Event, ItemKind, Judgement, Rule, Scheme, UnitFilter
from consensus.errors import NotFoundError, UsageError
from tests.acceptance.guaranteed import KEY, WRONG, House, write_pages

SENTENCE = (
    "At most 20.0% of the units accepted automatically are materially wrong (95% confidence). Shown by 54 blind audits "
    "in 18 documents of 18 batches: 0 wrong. Policy promised v1; en to de. This assumes that reviewers catch at least "
    "100% of errors. Valid while documents resemble these. The only guarantee of this house."
)
RIGHT, DEGRADED = 150, 60


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of pages beside a home whose guarantee was certified with the first 48 of them."""
    folder = tmp_path_factory.mktemp("certified")
    house = House(folder / "home")
    house.learn(write_pages(folder, folder / "home", RIGHT, DEGRADED))
    house.close()
    return folder


@pytest.fixture
def pages(made: Path, home: Path) -> list[Path]:
    """The pages that were not handed in, beside a copy of the certified home."""
    shutil.copytree(made / "home", home)
    return sorted(made.glob("right*.txt"))[48:]


@pytest.fixture
def degraded(made: Path) -> list[Path]:
    """Pages that all models translate wrongly, and alike."""
    return sorted(made.glob("wrong*.txt"))


@pytest.fixture
def house(pages: list[Path], home: Path) -> Iterator[House]:
    """The certified installation."""
    opened = House(home, later=timedelta(hours=1))  # the clock that certified it ran ahead, too
    yield opened
    opened.close()


def log_e(house: House, level: int) -> float:
    """What the draw log shows of a level now."""
    snapshot = house.snapshot()
    assert snapshot.record is not None
    assert snapshot.record.claim is not None
    claim = snapshot.record.claim
    return float(certify.log_e_by_batch(snapshot.entries, level, claim.alpha * claim.catch, claim.cap)[-1])


def test_the_first_documents_place_levels_and_the_next_are_audited_whole(
    consensus: Callable[..., Any], home: Path, tmp_path: Path
) -> None:
    pages = write_pages(tmp_path, home, 32)

    def submit(*paths: Path) -> Any:
        return consensus("submit", *paths, "--policy", "promised", "--from", "en", "--to", "de", "--json").json["jobs"]

    def status() -> dict[str, Any]:
        (found,) = consensus("certify", "status", "--json").json["guarantees"]
        return dict(found)

    submit(*pages[:29])
    assert status()["progress"]["words"] == "29 of 30 documents, 116 of 100 scored units"
    assert consensus("certify", "status").out.startswith("promised v1, en to de: LEARNING")
    jobs = submit(pages[29])
    house = House(home)
    assert (house.waiting(), len(house.waiting(ItemKind.REVIEW))) == ([], 120), "levels are placed before any label"
    assert [round(level["coverage"], 2) for level in status()["levels"]] == [0.5, 0.75]
    assert {job["totals"]["accepted"] for job in jobs} == {0}

    (job,) = submit(pages[30])
    assert job["totals"]["accepted"] == 0, "while nothing is certified everything goes to review"
    assert len(house.waiting()) == 3, "and every eligible unit of it is an audit"
    (entry,) = house.log()
    assert (entry.scheme, entry.n, entry.m, entry.pending) == (Scheme.CENSUS, (2, 3), (2, 3), (2, 3))
    assert status()["progress"]["words"] == "1 of about 18 documents, if nothing more is wrong"
    assert "0 judged, 3 open" in consensus("certify", "status").out
    house.audit_all()
    assert "3 judged, 0 open" in consensus("certify", "status").out
    house.close()


def test_certified_says_what_it_rests_on(consensus: Callable[..., Any], pages: list[Path], house: House) -> None:
    assert SENTENCE in " ".join(consensus("certify", "status").out.split())
    (status,) = consensus("certify", "status", "--json").json["guarantees"]
    assert (status["state"], status["words"], status["level"], status["attempt"]) == ("certified", SENTENCE, 1, 1)
    assert [entry.scheme for entry in house.log()] == [Scheme.CENSUS] * 18


def test_operation_accepts_audits_some_and_exports_a_certificate(
    consensus: Callable[..., Any], pages: list[Path], house: House, tmp_path: Path
) -> None:
    reports = house.submit_each(pages[:12])
    assert [len(house.accepted(report.id)) for report in reports] == [3] * 12, "two levels' units, never the fourth"
    drawn = house.waiting()
    batches = {item.job_id for item in drawn}
    assert 0 < len(batches) < 12, "some batches are drawn"
    assert len(drawn) == len(batches), "and of those one unit: a fifth of three is less"
    assert {entry.operating for entry in house.log()[18:]} == {1}
    house.audit_all()

    (lot,) = house.submit(pages[12])
    house.audit_all()
    exported, page = tmp_path / "lot.jsonl", tmp_path / "lot.de.txt"
    consensus("export", lot.id, "--format", "jsonl", "-o", exported)
    consensus("export", lot.id, "-o", page)
    for path in (exported, page):
        verified = consensus("verify-export", path)
        assert verified.code == 0, verified.out + verified.err
        assert "At most 20.0% of the units accepted automatically are materially wrong" in " ".join(
            verified.out.split()
        )
    forged = exported.read_text("utf-8").replace("Prüfen Sie", "Prüfen sie", 1)
    exported.write_text(forged, "utf-8")
    assert consensus("verify-export", exported).code != 0


def test_the_units_of_an_open_batch_are_seen_by_nobody(
    consensus: Callable[..., Any], pages: list[Path], house: House, tmp_path: Path
) -> None:
    def submit(page: Path) -> Any:
        options = ("--policy", "promised", "--from", "en", "--to", "de", "--batch", "Manual 7")
        return consensus("submit", page, *options, "--json")

    ran = submit(pages[0])
    (job,) = ran.json["jobs"]
    answers = [f"das Ventil von Einheit {10_000 + 10 * 48 + place}." for place in range(3)]

    def shows_none(told: str) -> None:
        assert not [answer for answer in answers if answer in told]

    assert [unit["rule"] for unit in job["units"]] == [Rule.OPEN_BATCH] * 3 + [Rule.SPLIT]
    assert [(unit["value"], unit["leading"]) for unit in job["units"][:3]] == [(None, None)] * 3
    shows_none(ran.out)
    shows_none(consensus("status", job["id"], "--json").out + consensus("status", job["id"]).out)
    assert 'certify close "Manual 7"' in job["waits"].replace("'", '"')
    (other,) = [item for item in house.waiting(ItemKind.REVIEW) if item.job_id == job["id"]]
    assert other.unit_id == job["units"][3]["id"], "the fourth may be decided: no level accepts it"
    shows_none(repr(house.queue.open("ana", other.id)))
    for text in answers:
        assert not house.library.units(UnitFilter(text=text)).lines
    for unit in job["units"][:3]:
        shows_none(repr(house.library.history(job["id"], unit["id"])))
        assert not [item for item in house.store.items(job["id"]) if item.unit_id == unit["id"]], "nobody can claim it"
    assert not house.store.audits_of(job["id"])

    (second,) = submit(pages[1]).json["jobs"]
    (batch,) = house.store.open_batches()
    with house.store.transaction() as tx:
        assert [one.job_id for one in tx.batch_jobs(batch.id)] == [job["id"], second["id"]], "it joined"
    exported = tmp_path / "one.jsonl"
    assert consensus("export", job["id"], "--format", "jsonl", "-o", exported).code == 0
    assert not house.store.open_batches(), "what is exported is closed before"
    (entry,) = house.log()[18:]
    assert (entry.n, entry.documents) == ((len_of(house, [job["id"], second["id"]], 0), 3), entry.documents)
    assert len(house.accepted(job["id"])) + len(house.accepted(second["id"])) == 3, "six could be, the cap is three"
    beyond = [unit for one in (job, second) for unit in house.store.units(one["id"])]
    told = [unit.verdict.reasons[0] for unit in beyond if unit.verdict is not None and unit.verdict.rule != Rule.SPLIT]
    assert told.count("Its batch holds more than 3 units that could be accepted: a person decides.") == 3

    calls = len(house.store.job_lines())
    refused = submit(pages[2])
    assert (refused.code, len(house.store.job_lines())) == (2, calls), "refused before anything is paid for"
    assert refused.json["error"]["what"].startswith('the batch "Manual 7" was closed on ')


def len_of(house: House, jobs: list[str], level: int) -> int:
    """Units that a level accepts of those that stay under the cap."""
    with house.store.transaction() as tx:
        (_, batch), *_ = [found for job in jobs if (found := tx.batch_of(job)) is not None]
        return sum(unit.level is not None and unit.level <= level for unit in tx.batch_units(batch.id))


def test_a_batch_is_closed_by_hand_once(consensus: Callable[..., Any], pages: list[Path], house: House) -> None:
    house.submit(pages[0], batch="named")
    closed = consensus("certify", "close", "named", "--policy", "promised")
    assert closed.out.startswith('Closed the batch "named", en to de. Accepted: 3 units.'), closed.out
    again = consensus("certify", "close", "named", "--policy", "promised")
    assert again.code != 0
    assert 'no open batch called "named"' in again.err
    with pytest.raises(UsageError, match="was closed"):
        house.submit(pages[1], batch="named")
    with pytest.raises(NotFoundError):
        house.guarantees.batches.close_named("promised", "other")


def test_a_batch_is_open_for_a_day(pages: list[Path], house: House) -> None:
    (report,) = house.submit(pages[0], batch="named")
    house.clock.later += timedelta(hours=23)
    house.guarantees.tend()
    assert house.store.open_batches()
    house.clock.later += timedelta(hours=2)
    house.guarantees.tend()
    assert (list(house.store.open_batches()), len(house.accepted(report.id))) == ([], 3)


def test_a_document_delivered_again_is_accepted_as_before_and_counted(pages: list[Path], house: House) -> None:
    (first,) = house.submit(pages[0])
    before = house.log()[-1]
    (second,) = house.submit(pages[0])
    assert before.delivered == before.n == (2, 3)
    assert (house.log()[-1].n, house.log()[-1].delivered) == ((2, 3), (2, 3)), "its batch is full: the cap is three"
    assert not house.accepted(second.id)
    told = {unit.verdict.reasons[0] for unit in house.store.units(second.id)[:3] if unit.verdict is not None}
    assert told == {"Its document was delivered so often that its batch is full: a person decides."}
    assert len(house.accepted(first.id)) == 3
    assert len(house.log()) == 19, "no batch of its own"


def short(page: Path, folder: Path) -> Path:
    """A page of its first sentence alone, which leaves room for copies in its batch."""
    path = folder / page.name
    path.write_text(page.read_text("utf-8").split("\n\n")[0] + "\n", "utf-8")
    return path


def test_a_copy_of_what_was_found_wrong_goes_to_people(pages: list[Path], house: House, tmp_path: Path) -> None:
    page, snapshot = short(pages[0], tmp_path), house.snapshot()
    house.submit(page)
    (copy,) = house.submit(page)
    assert len(house.accepted(copy.id)) == 1
    assert house.log()[-1].delivered == (2, 2)
    assert house.snapshot().accepted == snapshot.accepted + 2
    house.audit_all()
    rest = iter(pages[1:])
    while not (drawn := house.waiting()):
        wrong = short(next(rest), tmp_path)
        house.submit(wrong)
    house.audit(drawn[0], "wrong")
    (again,) = house.submit(wrong)
    assert not house.accepted(again.id)
    (unit,) = house.store.units(again.id)
    assert unit.verdict is not None
    assert unit.verdict.reasons[0] == "It was not accepted when this document was first handed in: a person decides."


def test_alarm_and_certified_again_by_what_closed_after_it(
    consensus: Callable[..., Any], pages: list[Path], degraded: list[Path], house: House, tmp_path: Path
) -> None:
    good = short(pages[0], tmp_path)
    (sent,) = house.submit(good)
    assert len(house.accepted(sent.id)) == 1
    rest = house.until_alarm(degraded)
    status = house.status()
    assert (status.state, status.standing.level, status.record.attempt) == (State.ALARM, None, 2)
    assert "paused" in status.words
    assert "Decide what was taken back" in consensus("certify", "status").out
    held = house.held()
    assert held, "what was accepted since the change is offered for review"
    taken = consensus("export", held[0].job_id, "--format", "jsonl").out
    assert '"rule":"alarm"' in taken
    assert '"verification":"auto"' not in taken, "and not delivered"
    (copy,) = house.submit(good)
    assert not house.accepted(copy.id), "a copy is not accepted by an old proof"

    for item in held:
        house.queue.reject(house.queue.open("ana", item.id), "accuracy: mistranslation", "major")
    house.audit_all()
    status = house.status()
    assert (house.held(), status.record.paused_since) == ([], "")
    assert (status.state, status.standing.level) == (State.ALARM, None), "releasing what was held accepts nothing"
    (report,) = house.submit(rest[0])
    house.audit_all()
    assert not house.accepted(report.id)

    alarmed, spent = house.status().record.alarmed_at, 0
    while house.standing().level is None:
        spent += 1
        house.submit(pages[spent])
        house.audit_all()
    assert (house.status().state, house.status().record.attempt) == (State.CERTIFIED, 2)
    assert spent > 24, "the second attempt has a fifth of the error to spend on, halved"
    assert min(entry.closed_at for entry in house.log()) > alarmed, "nothing of before counts"
    assert f"Shown by {house.standing().proof.audits} blind audits" in house.status().words
    (after,) = house.submit(pages[spent + 1])
    assert len(house.accepted(after.id)) == 3
    told = [event.detail.split(",")[0].split(":")[0] for event in house.store.events("/".join(KEY))]
    assert told[-4:] == ["certified", "alarm", "alarm", "certified"], told


def test_without_audits_it_is_stale_until_they_are_made(pages: list[Path], house: House) -> None:
    house.clock.later += timedelta(days=15)
    assert house.status().state is State.STALE
    assert "no audit of an accepted unit was judged for 14 days" in house.status().words
    rest = iter(pages)
    while not house.waiting():
        (report,) = house.submit(next(rest))
        assert not house.accepted(report.id), "everything goes to review"
    assert "too few recent audits" in house.store.units(report.id)[0].verdict.reasons[0]  # type: ignore[union-attr]
    house.audit_all()
    assert house.status().state is State.CERTIFIED
    (report,) = house.submit(next(rest))
    assert len(house.accepted(report.id)) == 3


def test_audits_that_are_never_made_withdraw_it(pages: list[Path], house: House) -> None:
    for page in pages[:40]:
        house.submit(page)
    assert house.status().state is State.CERTIFIED
    house.clock.later += timedelta(days=8)
    assert house.status().state is State.ALARM, "what is due and not made counts as wrong"


def test_another_policy_voids_it(consensus: Callable[..., Any], pages: list[Path], home: Path, house: House) -> None:
    policy = home / "policies" / "promised.yaml"
    policy.write_text(policy.read_text("utf-8").replace("version: 1", "version: 2") + "quorum: 3\n", "utf-8")
    (status,) = consensus("certify", "status", "--json").json["guarantees"]
    assert (status["state"], status["level"]) == ("void", None)
    (report,) = house.submit(pages[0])
    assert not house.accepted(report.id)
    record = house.status().record
    assert (record.attempt, record.claim, house.status().state) == (2, None, State.LEARNING), "it begins with nothing"


def test_deleting_a_job_does_not_delete_its_audit(pages: list[Path], house: House) -> None:
    rest = iter(pages)
    while not house.waiting():
        (report,) = house.submit(next(rest))
    waiting = log_e(house, 1)
    house.store.delete_job(report.id, Event(house.clock.now().isoformat(), "ana", "delete", report.id))
    assert not house.waiting(), "nobody can make it any more"
    assert log_e(house, 1) == waiting, "and it counts as it did while nobody had made it"
    (gone,) = [audit for audit in house.store.audits(KEY) if audit.job_id == report.id]
    assert gone.judgement is None
    while not house.waiting():
        (other,) = house.submit(next(rest))
    house.audit_all()
    judged = log_e(house, 1)
    assert judged > waiting
    house.store.delete_job(other.id, Event(house.clock.now().isoformat(), "ana", "delete", other.id))
    assert log_e(house, 1) == judged, "a judgement outlives its text"


@pytest.mark.parametrize("judgement", [Judgement.WRONG, Judgement.UNSURE, Judgement.RIGHT, Judgement.STYLE])
def test_taking_a_judgement_back_can_only_cost(pages: list[Path], house: House, judgement: Judgement) -> None:
    rest = iter(pages)
    while not house.waiting():
        house.submit(next(rest))
    drawn = log_e(house, 1)
    house.audit_all(judgement.value)
    said = log_e(house, 1)
    assert (said > drawn) is (not judgement.wrong)
    view = house.queue.undo("ana")
    assert log_e(house, 1) == drawn <= said
    house.queue.skip(view, "not now")
    assert log_e(house, 1) == drawn
    assert [audit.changed for audit in house.store.audits(KEY) if audit.item_id == view.item.id] == [1]


def test_what_the_wrong_pages_say_is_json(made: Path) -> None:
    lines = [json.loads(line) for line in (made / "answers.jsonl").read_text("utf-8").splitlines()]
    assert len(lines) == 4 * (RIGHT + DEGRADED)
    assert sum(WRONG in line["outputs"]["one"] for line in lines) == 4 * DEGRADED
