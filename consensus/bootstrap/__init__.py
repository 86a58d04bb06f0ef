"""The whole wiring, on one page: which implementation stands behind which port."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from consensus.bootstrap import models
from consensus.bootstrap.learning import proposals_of, trials_of
from consensus.bootstrap.models import panel_names as panel_names
from consensus.bootstrap.models import policies as policies
from consensus.bootstrap.outside import outside_of
from consensus.bootstrap.shared import api_keys as api_keys
from consensus.bootstrap.shared import cancel_job as cancel_job
from consensus.bootstrap.shared import closed_at_exit, make_folder
from consensus.bootstrap.shared import move as move
from consensus.bootstrap.shared import role_service as role_service
from consensus.bootstrap.telemetry import gauges_of, is_installed
from consensus.bootstrap.telemetry import metrics_text as metrics_text
from consensus.bootstrap.telemetry import start_telemetry as start_telemetry
from consensus.domain import ModelSpec, Policy
from consensus.errors import UsageError, shown_value
from consensus.resources.schemas import load_schema as load_schema
from consensus.settings import Settings
from consensus.telemetry import start as start_log
from consensus.telemetry import unforeseen as unforeseen

if TYPE_CHECKING:
    from consensus.auth.roles import Roles
    from consensus.evaluate import Evaluation, Fit
    from consensus.formats import RecordedFile
    from consensus.policy_files.source import PolicyFolders
    from consensus.service.access import Access
    from consensus.service.completions import Completions
    from consensus.service.dependencies import Dependencies
    from consensus.service.guarantee.plan import Lengths
    from consensus.service.guarantee.service import Guarantees
    from consensus.service.jobs.listing import JobSummary
    from consensus.service.jobs.service import Jobs, SubmitRequest
    from consensus.service.jobs.workers import Worker
    from consensus.service.learning.beside import Learning
    from consensus.service.learning.proposals import Proposals
    from consensus.service.learning.trial_review import TrialReview
    from consensus.service.learning.trials import ModelTrials
    from consensus.service.levels import Fits
    from consensus.service.memories import Memories
    from consensus.service.pages import Pages
    from consensus.service.places import PlacesReached
    from consensus.service.review.queue import Queue
    from consensus.service.roles import RoleService
    from consensus.service.sign_in import SignInService
    from consensus.service.verifier import AsyncVerifier
    from consensus.storage.store import SqlStore


@dataclass(frozen=True, slots=True)
class Service:
    """Everything a user can do, by intent."""

    settings: Settings
    jobs: Jobs
    queue: Queue
    policies: PolicyFolders
    outside: Dependencies
    pages: Pages
    guarantees: Guarantees
    sign_in_service: SignInService
    roles: RoleService
    access: Access
    completions: Completions
    learning: Learning
    trials: ModelTrials
    comparing: TrialReview

    @property
    def proposals(self) -> Proposals:
        """What was learned from people's decisions."""
        return proposals_of(self.outside, self.settings.home, self.pages)

    def close(self) -> None:
        """Stop child processes and close the store; jobs under way are stopped before, on their loop."""
        self.outside.close()


def build(settings: Settings, documents_at_once: int = 4) -> Service:
    """Wire the product. Raises StoreError when the home or the database cannot be used."""
    from consensus.auth.sign_in_file import SignInFile
    from consensus.service.completions import Completions
    from consensus.service.jobs.service import Jobs
    from consensus.service.learning.beside import learning_of
    from consensus.service.pages import open_pages
    from consensus.service.sign_in import SignInService

    outside = outside_of(settings)
    store: Any = outside.store
    home, clock, source = settings.home, outside.clock, policies(settings)
    learning = learning_of(outside)
    jobs = Jobs(outside, documents_at_once, learning)
    roles = role_service(settings, store, clock)
    queue = _queue(jobs, roles.current)
    fits = _fits(settings, lambda: store, queue.people.roles)
    pages = open_pages(jobs, store, partial(evaluate, settings), fits, home, models.example())
    start_telemetry(settings, lambda: gauges_of(store, clock, jobs.day_ceilings))
    sign_in = SignInService(SignInFile(home).sign_in, roles.current, settings.user, store, clock)
    access, completions = _access(settings, jobs, queue, store), Completions(jobs, store)
    more = (roles, access, completions, learning, *trials_of(outside, store, roles))
    return Service(settings, jobs, queue, source, outside, pages, jobs.guarantees, sign_in, *more)


def build_worker(settings: Settings, documents_at_once: int) -> tuple[Service, Worker]:
    """What works on queued jobs, on the event loop that runs. Raises StoreError as ``build`` does."""
    from consensus.service.jobs.workers import Worker
    from consensus.service.learning.beside import learning_of
    from consensus.storage.worker_queue import serve

    service = build(settings, documents_at_once)
    store: Any = service.outside.store
    serving = partial(serve, store.url, store.queued_runs)
    return service, Worker(service.outside, serving, documents_at_once, learning_of)


def _access(settings: Settings, jobs: Jobs, queue: Queue, store: SqlStore) -> Access:
    from consensus.providers.webhook_post import post, refuse_address
    from consensus.service.access import Sending, open_access

    local = settings.local_webhooks
    return open_access(jobs, queue, store, Sending(partial(post, local=local), partial(refuse_address, local=local)))


def _queue(jobs: Jobs, roles: Callable[[], Roles]) -> Queue:
    from consensus.service.review.page_pictures import PagePictures
    from consensus.service.review.queue import Queue, ReviewSettings

    outside = jobs.outside
    pages = PagePictures(outside.store.job, outside.blobs)
    promised = jobs.guarantees
    reviewing = ReviewSettings(roles, outside.draw, tend=promised.tend, reveal=promised.batches.reveal, pages=pages)
    return Queue(outside.store, outside.clock, reviewing)


def memories(settings: Settings) -> Memories:
    """Translation memories of other programs, without what asks models. Raises StoreError."""
    from consensus.providers.clock import SystemClock
    from consensus.service.memories import Memories
    from consensus.storage.store import SqlStore

    make_folder(settings.home)
    store = SqlStore(settings.database_url)
    closed_at_exit(store.close)
    return Memories(store, store, SystemClock())


def new_signing_key(settings: Settings) -> tuple[Path, str]:
    """Make the key that signs exports. Returns where its public half is, and its id. Raises UsageError, StoreError."""
    from consensus.storage import signing_key

    return signing_key.new_signing_key(settings.home)


def job_list(settings: Settings, most: int | None = None) -> tuple[list[JobSummary], int]:
    """Every job, newest first, or at most so many; and how many there are.

    What asks models is loaded once somebody wants a job's details: the list comes at once. Raises StoreError as
    ``build`` does.
    """
    from consensus.service.jobs.listing import details_of, summaries
    from consensus.storage.store import SqlStore

    make_folder(settings.home)
    store = SqlStore(settings.database_url)
    closed_at_exit(store.close)
    service = cache(lambda: build(settings))
    total = store.job_count()
    limit = None if most is None or total <= most + 1 else most  # "1 more" takes as long a line as the job
    return summaries(store, lambda job_id: details_of(store, service().guarantees.words, job_id), limit), total


def batch_lengths(settings: Settings, policy: str) -> Lengths | None:
    """How long the batches of a policy's guarantee have been here; None where none was seen.

    Raises StoreError as ``build`` does.
    """
    from consensus.providers.clock import SystemClock
    from consensus.service.guarantee.plan import seen_lengths
    from consensus.storage.store import SqlStore

    make_folder(settings.home)
    store = SqlStore(settings.database_url)
    try:
        return seen_lengths(store, policy, SystemClock().now().isoformat())
    finally:
        store.close()


def open_service(*, metrics: bool = False) -> Service:
    """The product as environment and ``.env`` say; what the screens open. metrics: for ``GET /metrics``, where the
    extra ``otel`` is installed."""
    from consensus.service.jobs.retention import keep_daily

    settings = Settings.read()
    start_log(settings.home, form=settings.log_form)
    if metrics and is_installed():
        start_telemetry(settings, metrics=True)
    service = build(settings, documents_at_once=16)  # people at the screens do not wait for each other
    keep_daily(service.outside, settings.retention_days)
    return service


def build_verifier(home: str | Path | None = None, database_url: str | None = None) -> AsyncVerifier:
    """What ``consensus.aopen()`` gives."""
    from consensus.service.verifier import AsyncVerifier

    settings = Settings.read()
    if home is not None:
        settings = settings.at(Path(home))
    if database_url is not None:
        settings = replace(settings, database_url=database_url)
    service = build(settings)
    return AsyncVerifier(service.jobs, service.close)


def places_reached(settings: Settings, policy: Policy) -> PlacesReached:
    """Every place that a policy may send a document to. Starts and asks nothing."""
    from consensus.providers.embedded.server import EmbeddedServers
    from consensus.service.places import Reaching

    servers = EmbeddedServers(settings.home / "models", settings.threads)
    place, embedder = partial(models.place, settings), partial(models.embedder, settings)
    panel, member = partial(models.panel_of, settings, servers), partial(models.member, settings, servers)
    return Reaching(panel, member, place, embedder).of(policy)


def evaluate(
    settings: Settings,
    source: Path | RecordedFile,
    policy_name: str | Policy,
    *,
    panel: str | Sequence[str] | None = None,
    schema: Mapping[str, Any] | None = None,
    semantic: str | None = None,
) -> Evaluation:
    """Recorded answers under a policy: no calls, no database. Raises UsageError for a name that is not in the file."""
    from consensus.evaluate import decide_recorded, evaluation, judged_notice, without_level
    from consensus.formats import read_recorded
    from consensus.strategy import refuse_judge

    policy = policy_name if isinstance(policy_name, Policy) else policies(settings).load(policy_name)
    recorded = read_recorded(source) if isinstance(source, Path) else source
    policy = models.with_panel(settings, panel, policy) if panel not in recorded.names else policy
    members = list(recorded.names) if panel is None else _recorded_members(panel, policy)
    if unknown := [name for name in members if name not in recorded.names]:
        raise UsageError(
            f"no answer by {', '.join(map(shown_value, unknown))} is recorded",
            where=str(source) if isinstance(source, Path) else "",
            do=f"It holds: {', '.join(recorded.names)}.",
        )
    embedder, why = (None, "semantic: off.") if semantic == "off" else models.embedder(settings, policy.semantic)
    families = {name: _recorded_family(name, policy) for name in members}
    if policy.judge is not None:
        refuse_judge(_recorded_judge(policy, policy.judge), frozenset(families.values()))
    decided = decide_recorded(
        recorded, members, policy, families=families.__getitem__, schema=schema, embedder=lambda: embedder
    )
    notices = [why] if any(d.record.schema is None for d in decided) else []
    if notices and policy.second_opinion != "off":
        notices.append("The second opinion is left out: an evaluation asks no models, so it accepts more than a job.")
    notices += filter(None, [without_level(decided, policy)])
    if policy.judge is not None and notices:
        notices.append(judged_notice(decided, policy.judge))
    if policy.asked_critic:
        notices.append("The critic is left out: an evaluation asks no models, so it accepts more than a job.")
    return evaluation(decided, policy, members, notices)


def _recorded_members(panel: str | Sequence[str], policy: Policy) -> list[str]:
    """Names in a file of recorded answers: those of the named panel, or as they are given."""
    if policy.named_panel is not None:
        return [rule.model for rule in policy.named_panel.members]
    return [name.strip() for name in (panel.split(",") if isinstance(panel, str) else panel)]


def _recorded_judge(policy: Policy, judge: str) -> ModelSpec:
    """The judge of recorded judgements, with its family; it is not asked."""
    from consensus.reference import judge_name
    from consensus.route import family_of

    rule = policy.rule_for(judge) or policy.rule_for(judge_name(judge))
    found = family_of(judge_name(judge), models.families(), ruled=rule.family if rule else None)
    return ModelSpec(judge_name(judge), judge, found.family, found.why, source="recorded")


def fit(settings: Settings, policy_name: str, sources: Sequence[str], output: Path | None) -> tuple[Fit, Policy, str]:
    """Write a policy with levels of one's own answers; returns the fit, the policy as it stands there, and where.

    sources: jobs in the store by id, or paths of recorded answers. output: None for the user's own policy of that name.
    Raises UsageError for too few units.
    """
    from consensus.formats import read_recorded

    fits = _fits(settings)
    paths = [Path(source) for source in sources if source.endswith(".jsonl") or Path(source).is_file()]
    jobs = [source for source in sources if Path(source) not in paths]
    files = [read_recorded(path) for path in paths]
    fitted = fits.fit(policy_name, jobs, settings.user, files)
    return fitted, *fits.keep(fitted, policy_name, settings.user, path=output)


def _fits(settings: Settings, store: Callable[[], SqlStore] | None = None, *roles: Any) -> Fits:
    from consensus.providers.clock import SystemClock
    from consensus.service.levels import Fits
    from consensus.storage.store import SqlStore

    opened = store or cache(lambda: SqlStore(settings.database_url))
    source, embedder = policies(settings), partial(models.embedder, settings)
    return Fits(opened, opened, source, SystemClock(), embedder, _recorded_family, *roles)


def _recorded_family(name: str, policy: Policy) -> str:
    from consensus.route import recorded_family

    rule = policy.rule_for(name)
    return recorded_family(name, models.families(), ruled=rule.family if rule else None).family


def demo_requests(panel: str | None) -> Mapping[str, Sequence[SubmitRequest]]:
    """The shipped examples by panel; None: the recorded answers, then the embedded models where they are installed."""
    from consensus.providers.embedded.models import missing
    from consensus.service.jobs import demo

    panels = [panel] if panel else ["recorded"] if missing() else ["recorded", "embedded"]
    return {name: demo.requests(models.data_folder("consensus") / "examples", load_schema, name) for name in panels}
