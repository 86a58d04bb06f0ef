"""Every state of the screen Review: jobs that have them all, and the keys that lead to each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from playwright.sync_api import Page, TimeoutError, expect

from consensus import bootstrap, review
from consensus.domain import (
    Action,
    Code,
    Document,
    Event,
    Finding,
    GuaranteeRules,
    ItemKind,
    Outcome,
    Policy,
    Resolution,
    Segment,
    Severity,
    Task,
    Verdict,
)
from consensus.domain.job import DecisionEffect, JobRecord, QueueFilter, UnitRecord
from consensus.service.loop import LoopThread
from consensus.settings import Settings
from consensus.storage.store import SqlStore
from tests.records import DISPUTED, ROWS, bill

#: Makes of a text of a document, an answer, a comment or a name the one that is stored.
Dress = Callable[[str], str]
SENTENCES = (
    ("Before opening the housing, wait at least 40 minutes.", "Vor dem Öffnen mindestens 40 Minuten warten."),
    ("Drain the coolant into a clean container.", "Das Kühlmittel in einen sauberen Behälter ablassen."),
    ("Check that the seal ring is in place.", "Prüfen, ob der Dichtring sitzt."),
    ("Never run the pump dry.", "Die Pumpe niemals trocken laufen lassen."),
    ("Tighten the four bolts crosswise to 12 Nm.", "Die vier Schrauben über Kreuz mit 12 Nm anziehen."),
    ("Fill the system slowly.", "Das System langsam füllen."),
)
ACCEPTED = (1, 3)
CODES = (Code(1, "pair", "bold"), Code(2, "point", "footnote"))
SCRIPTS = {
    "ar": ("أطفئ الجهاز وانتظر 30 ثانية.", "أوقف الجهاز وانتظر."),
    "ja": ("電源を切り、30 秒待ちます。", "オフにします。"),
}


@dataclass(frozen=True)
class ReviewState:
    """name: of the state. opens: the job whose open item has it, or what stands behind the "?" of an address.

    keys: pressed one after the other, each once what the one before leads to is drawn; "…" waits until an item was
    looked at for long enough. shows: a word that stands there then. act: done in between, for what keys cannot do.
    looks: whether the item is to be decided there, so that its first answer has its key.
    """

    name: str
    opens: str
    keys: tuple[str, ...] = ()
    shows: str = ""
    looks: bool = False
    act: Callable[[SqlStore], None] | None = field(default=None, compare=False)


def _taken(store: SqlStore) -> None:
    """Somebody else has decided what ana looks at."""
    (item,) = store.items("gone")
    store.release(item, Event(datetime.now(UTC).isoformat(), "ana", "release", item.id))
    decided(store, "ben", "gone", "x", None)


STATES = (
    ReviewState("a segment", "manual", looks=True, shows="Why it is here"),
    ReviewState("reading another segment", "manual", ("ArrowDown",), "Read only"),
    ReviewState("reading one that waits", "manual", ("ArrowDown", "ArrowDown"), "Work on this one"),
    ReviewState("writing", "manual", ("w",), "Your own answer"),
    ReviewState("editing", "manual", ("Shift+1",), "being edited"),
    ReviewState("what is wrong", "manual", ("x",), "What is wrong"),
    ReviewState("how bad", "manual", ("x", "5"), "How bad is it?"),
    ReviewState("skipping", "manual", ("s",), "Why do you leave it"),
    ReviewState("a comment", "manual", ("k",), "Read by whoever"),
    ReviewState("a question", "manual", ("q",), "Whom?"),
    ReviewState("the filter", "manual", ("f",), "Accept many"),
    ReviewState("the keys", "manual", ("h",), "Save my keys"),
    ReviewState("a comment stands", "talked", looks=True, shows="Comments"),
    ReviewState("a colleague asks", "asked", looks=True, shows="asks you"),
    ReviewState("answering", "asked", ("q",), "Your answer"),
    ReviewState("a question was answered", "answered", looks=True, shows="Your question was answered"),
    ReviewState("a long segment", "long", looks=True),
    ReviewState("writing of a long segment", "long", ("w",), "Your own answer"),
    ReviewState("a check forbids it", "vetoed", ("…", "1", "…", "2"), "A check forbids"),
    ReviewState("chips", "chips", looks=True, shows="Marks to keep"),
    ReviewState("writing with chips", "chips", ("w",), "Missing: 1 bold, 2 footnote."),
    ReviewState("nobody answered", "silent", shows="No member gave an answer"),
    ReviewState("right to left", "ar", looks=True),
    ReviewState("without spaces", "ja", looks=True),
    ReviewState("a record with a table", "bill", looks=True, shows="The record"),
    ReviewState("accept the rest", "bill", ("a",), "accepted fields as they stand"),
    ReviewState("editing a field", "bill", ("Shift+1",), "being edited"),
    ReviewState("a row in doubt", "doubt", looks=True, shows="some members have no such row"),
    ReviewState("a record of many rows", "rows", looks=True, shows="The record"),
    ReviewState("a record under titles", "titled", looks=True, shows="The record"),
    ReviewState("a page beside its record", "page", looks=True, shows="Page 1 of 1."),
    ReviewState("a whole page", "page", ("Shift+Z",), "Page 1 of 1."),
    ReviewState("a page from near", "page", ("z",), "Page 1 of 1."),
    ReviewState("an audit", "audit", looks=True, shows="Is this answer right?"),
    ReviewState("an audit that is wrong", "audit", ("2",), "mend the answer"),
    ReviewState("under a guarantee", "promised", looks=True, shows="Open the accepted text"),
    ReviewState("opening the text", "promised", ("o",), "This cannot be taken back"),
    ReviewState("second review", "second", looks=True),
    ReviewState("adjudication", "third", looks=True, shows="you settle it"),
    ReviewState("a sample of many", "?job=many", ("f", "m"), "Sample 1 of"),
    ReviewState("a sample that was wrong", "?job=many", ("f", "m", "…", "x"), "One answer of the sample was wrong"),
    ReviewState("many to confirm", "?job=many", ("f", "m", "…", "1", "…", "1", "…", "1"), "Accept all"),
    ReviewState("nothing under a filter", "?field=none", shows="Nothing waits under this filter"),
    ReviewState("gone", "gone", ("…", "1"), "no longer yours", act=_taken),
)


def arrive(page: Page, address: str, store: SqlStore, state: ReviewState) -> None:
    """Open the address of a state and press its keys."""
    part = state.opens
    if not part.startswith("?"):
        waits = [item for item in store.items(part) if item.state != "resolved"]
        part = f"?item={waits[0].id}"
    page.goto(f"{address}review{part}")
    drawn(page)
    if state.act is not None:
        state.act(store)
    for key in state.keys:
        page.wait_for_timeout(400)  # a key is heard a moment after its button is drawn, and decides after half a second
        if key != "…":
            _press(page, key)
    if state.shows:
        expect(page.get_by_text(state.shows).first, state.name).to_be_visible(timeout=10_000)


#: What stands on the keys and on the screen, without what comes and goes while it is drawn.
_WORDS = """() => [...document.querySelectorAll('button, .stHtml, textarea, label, img')]
  .map(one => one.src ? one.src.length : one.innerText).join(' ')"""


def _press(page: Page, key: str) -> None:
    """Press a key until it was heard."""
    before = page.evaluate(_WORDS)
    for _ in range(3):
        page.keyboard.press(key)
        with suppress(TimeoutError):
            page.wait_for_function(f"before => ({_WORDS})() !== before", arg=before, timeout=10_000)
            break
    drawn(page)


def drawn(page: Page) -> None:
    """Wait until a state stands there."""
    expect(page.get_by_test_id("stMain").get_by_role("button").first).to_be_visible(timeout=60_000)
    expect(page.locator(".stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator("[data-stale=true]")).to_have_count(0)


@contextmanager
def states(tmp_path: Path, store: SqlStore, seeds: SimpleNamespace, dress: Dress = str) -> Iterator[str]:
    """All jobs of the states, and their screen, served to ana."""
    settings = replace(Settings.read({}).at(tmp_path / "home"), database_url=f"sqlite:///{tmp_path / 'c.db'}")
    service = bootstrap.build(settings)
    seed(store, seeds, service, dress)
    service.close()
    with seeds.served(tmp_path, "ana") as address:
        yield address


# --- the jobs --------------------------------------------------------------------------------------------------------


def seed(store: SqlStore, seeds: SimpleNamespace, service: bootstrap.Service, dress: Dress = str) -> None:
    """All jobs of the states; ana may do everything, ben and cleo review."""
    for person, roles in (("ana", ["reviewer", "adjudicator", "submitter", "admin"]), ("ben", ["reviewer"])):
        store.set_roles(person, roles, Event(seeds.at, "system", "set-roles", "roles"))
    seeds.create(store, "base", Document("d", "m.md", Task.TRANSLATE, "markdown", "…", "en", "de"), "given", [])
    made = JobMaker(store, seeds, dress)
    made.job("manual", [(one, (two, f"{two[:-1]}, bitte.")) for one, two in SENTENCES], accepted=ACCEPTED)
    long = " ".join([seeds.sixty_words] * 6)
    answers = tuple(" ".join([one] * 6) for one in seeds.long_answers)
    made.job("long", [("First.", ("Erst.",)), (long, answers), ("Last.", ("Ende.",))], accepted=(0, 2))
    made.job("vetoed", [(seeds.sixty_words, (f"Ab {one}" for one in seeds.long_answers))], veto=True)
    made.job("chips", [("Open the <g1>pump</g1><x2/> now.", ("Die <g1>Pumpe</g1><x2/> auf.", "<g1>Auf</g1><x2/>."))])
    made.job("silent", [("Nobody knows.", ())])
    for name in ("asked", "answered", "talked", "audit", "second", "third", "gone"):
        made.job(name, [(f"Wait: {name}.", (f"Warte: {name}.", f"Bitte warten: {name}."))])
    made.job("promised", SENTENCES_OF_TWO, accepted=(1, 2), policy=PROMISED)
    made.job("many", [(f"Many {n}.", (f"Viele {n}.", f"Viele {n}!")) for n in range(20)])
    for language, given in SCRIPTS.items():
        made.job(language, [("Switch off and wait 30 seconds.", given)], to=language)
    audited(store, "audit")
    decided(store, "ben", "second", "x", DecisionEffect(next_round=2))
    decided(store, "ben", "third", dress("Halt."), DecisionEffect(next_round=2))
    decided(store, "cleo", "third", dress("Stopp."), DecisionEffect(next_round=3))
    _said(store, service, dress)
    differing = [{"number": f"F-7{n}", "total": 56, "items": dressed(ROWS, dress)} for n in range(3)]
    text = dress("Bill F-77\nBolt 11\nTaxi 45\nTotal 56\n")
    bill(store, differing, "bill", text)
    bill(store, dressed(DISPUTED, dress), "doubt", text)
    many = [{"sku": f"Article {n}", "price": n} for n in range(1, 91)]
    bill(store, [{"number": f"F-7{n}", "total": 4095, "items": many} for n in range(3)], "rows", text)
    _page(store, service, dress)
    _titled(store, dress)


SENTENCES_OF_TWO = [(one, (two, f"{two[:-1]}, bitte.")) for one, two in SENTENCES[:3]]
PROMISED = Policy(name="g", version=1, semantic="off", guarantee=GuaranteeRules(alpha=0.05))
GLOSSARY = (("pump", "Pumpe", "required"), ("open", "auf", "forbidden"))


def dressed(value: object, dress: Dress) -> object:
    """The same with every text in it dressed, keys left alone."""
    if isinstance(value, str):
        return dress(value)
    if isinstance(value, list):
        return [dressed(one, dress) for one in value]
    return {name: dressed(one, dress) for name, one in value.items()} if isinstance(value, dict) else value


@dataclass(frozen=True)
class JobMaker:
    """Makes jobs of translations."""

    store: SqlStore
    seeds: SimpleNamespace
    dress: Dress

    def job(self, name: str, texts, *, accepted=(), policy: Policy | None = None, to="de", veto=False) -> None:  # type: ignore[no-untyped-def]
        """texts: (source, answers). accepted: numbers of segments that the machine accepted, from 0."""
        dress = self.dress
        terms = [(dress(one), dress(two), kind) for one, two, kind in GLOSSARY]
        units = [
            Segment(f"s{n}", n, dress(text), 1000 * n, 1000 * n + 9, codes=CODES if "<g1>" in text else ())
            for n, (text, _) in enumerate(texts)
        ]
        if name == "chips":
            terms[:0] = GLOSSARY
        document = Document(f"d-{name}", dress(f"{name}.md"), Task.TRANSLATE, "markdown", "…", "en", to)
        policy = policy or Policy(name="any", version=1, glossary_terms=tuple(terms))
        panel = replace(self.store.job("base").panel, name=dress("panel"))
        self.store.create_job(JobRecord(name, document, policy, panel, document.name, "done", self.seeds.at), units)
        records = []
        for unit, (_, given) in zip(units, texts, strict=True):
            values = tuple(map(dress, given))
            found: tuple[Finding, ...] = ()
            if veto:
                words = dress("The source has 30, the answer 80.")
                found = tuple(Finding("numbers", Severity.CRITICAL, True, words, f"maker{n}/{who}") for n, who in WHO)
            made = self.seeds.record(unit, values, found, dress("The answers differ in wording."))
            if unit.index in accepted:
                verdict = Verdict(unit.id, Outcome.ACCEPTED, "unanimous", ("r",), values[0], values[0], "m")
                made = replace(made, verdict=verdict)
            records.append(made)
        self.seeds.save(self.store, name, records)


WHO = ((1, "alpha"), (2, "beta"), (3, "gamma"))


def audited(store: SqlStore, job_id: str) -> None:
    """The job's one unit was accepted, and drawn to be audited."""
    (unit,) = store.units(job_id)
    assert unit.verdict is not None
    drawn = replace(unit, verdict=replace(unit.verdict, outcome=Outcome.ACCEPTED, value=unit.verdict.leading))
    store.save_decisions(job_id, [drawn], [])
    store.save_decisions(job_id, [drawn], [replace(review.open_item(job_id, drawn), kind=ItemKind.CHECK)])


def decided(store: SqlStore, who: str, job_id: str, value: str, effect: DecisionEffect | None) -> None:
    """Somebody decides the item of a job."""
    now = datetime.now(UTC) - timedelta(days=1)
    item = store.claim_next(who, now, 900, wanted=QueueFilter(job_id=job_id, adjudicates=True))
    assert item is not None
    at = (now + timedelta(seconds=5)).isoformat()
    made = Resolution(item.unit_id, Action.EDITED, who, value, now.isoformat(), at)
    with store.transaction() as tx:
        assert tx.resolve(item, made, Event(at, who, "resolve", item.id), effect or DecisionEffect(settled=made))


def _said(store: SqlStore, service: bootstrap.Service, dress: Dress) -> None:
    """A comment of ana's, a question to her, and one of hers that was answered."""
    queue = service.queue

    def view(who: str, job_id: str):  # type: ignore[no-untyped-def]
        return queue.open(who, store.items(job_id)[0].id)

    given = view("ben", "talked")
    queue.discussion.comment(given, dress("Which edition is this?"))
    queue.release(given)
    queue.discussion.ask(view("ben", "asked"), "ana", dress("The pump or the valve?"))
    queue.discussion.ask(view("ana", "answered"), "ben", dress("The pump or the valve?"))
    queue.discussion.answer(view("ben", "answered"), dress("The valve."))


def _page(store: SqlStore, service: bootstrap.Service, dress: Dress) -> None:
    """A document with a page, as the example has it, its answers and its text dressed."""
    loop = LoopThread()
    for request in bootstrap.demo_requests("recorded")["recorded"]:
        if [Path(str(path)).name for path in request.paths] == ["purchase.pdf"]:
            loop.run(service.jobs.submit(request))
    loop.close()
    (line,) = [one for one in store.job_lines() if one.document == "purchase.pdf"]
    made = store.job(line.id)
    document = replace(made.document, name=dress(made.document.name), text=f"{made.document.text}\n{dress('')}")
    store.create_job(replace(made, id="page", document=document), [])
    records: list[UnitRecord] = []
    for one in store.units(line.id):
        answers = tuple(replace(a, value=dress(a.value) if isinstance(a.value, str) else a.value) for a in one.answers)
        records.append(replace(one, answers=answers, verdict=one.verdict))
    store.save_decisions(
        "page", records, review.waiting_items(store.job("page"), records, made.created_at, lambda *_: 1.0)
    )


def _titled(store: SqlStore, dress: Dress) -> None:
    """A record whose schema is dressed as well: names of fields, titles, descriptions, values that are allowed."""
    price = {"type": "number", "title": dress("Price"), "description": dress("Without tax.")}
    item = {"type": "object", "properties": {dress("sku"): {"type": "string"}, "price": price}}
    allowed = {"type": "string", "enum": [dress("paid"), dress("open")], "title": dress("State")}
    fields = {dress("state"): allowed, dress("items"): {"type": "array", "items": item}}
    schema = {"type": "object", "title": dress("Bill"), "properties": fields}
    given = [
        {dress("state"): dress(state), dress("items"): [{dress("sku"): "Bolt", "price": 11 + n}]}
        for n, state in enumerate(("paid", "open", "paid"))
    ]
    bill(store, given, "titled", schema=schema)
