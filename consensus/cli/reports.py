"""Commands that report: certify plan and status, doctor, report economics, report people."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any, Protocol

from consensus.cli.parser import Run
from consensus.errors import ConsensusError, UsageError, shown_value

_DONE = 0


class Command(Protocol):
    """Adds a command to the parser."""

    def __call__(self, name: str, run: Run, text: str, /) -> argparse.ArgumentParser: ...


def add(command: Command) -> None:
    """Register the commands of this module."""
    certify = command("certify", _plan, "An error rate promised among accepted units: what it takes, where it stands.")
    actions = certify.add_subparsers(dest="action", metavar="plan | status | close", required=True)
    _add_plan(actions.add_parser("plan", help="how many documents, batches and audits a target takes"))
    status = actions.add_parser("status", help="where each guarantee stands, and why")
    status.add_argument("--policy", metavar="NAME", help="of this policy alone")
    status.add_argument("--json", action="store_true")
    status.set_defaults(run=_status)
    close = actions.add_parser(
        "close", help="close a batch by hand: its audits are drawn, its units get their verdicts"
    )
    close.add_argument("name", metavar="NAME", help="as given with --batch")
    close.add_argument("--policy", required=True, metavar="NAME", help="that its documents were submitted under")
    close.add_argument("--json", action="store_true")
    close.set_defaults(run=_close)
    doctor = command("doctor", _doctor, "Check keys, base URLs, embedder, browser and database.")
    doctor.add_argument("--policy", default="translation", metavar="NAME", help="whose panel is pinged")
    doctor.add_argument("--panel", help="members, or a panel of yours, to ping instead")
    doctor.add_argument(
        "--database", action="store_true", help="look through all rows instead, and name what is broken"
    )
    doctor.add_argument("--json", action="store_true")
    report = command("report", _economics, "What verified work costs, and how people review.")
    reports = report.add_subparsers(dest="action", metavar="economics | people", required=True)
    _add_economics(reports.add_parser("economics", help="cost a unit, against looking at everything and at nothing"))
    people = reports.add_parser("people", help="each reviewer's figures, and how far they agree; for admins")
    people.add_argument("--json", action="store_true")
    people.set_defaults(run=_people)


def _add_plan(plan: argparse.ArgumentParser) -> None:
    plan.add_argument(
        "--policy", required=True, metavar="NAME", help="a path, or a name from `consensus policies list`"
    )
    plan.add_argument(
        "--alpha",
        type=_number,
        metavar="X",
        help="share of accepted units that may be wrong (default: the policy's, else 0.02)",
    )
    plan.add_argument("--confidence", type=_number, metavar="X", help="default: the policy's, else 0.95")
    plan.add_argument(
        "--sizes",
        type=_sizes,
        metavar="N,N,...",
        help="accepted units of batches such as yours (default: those seen here)",
    )
    plan.add_argument("--json", action="store_true")


_AMOUNTS = {
    "wage": "of a reviewer, an hour",
    "minutes": "a review takes",
    "damage": "of one wrong unit that escapes",
    "accepted_share": "of units accepted automatically, 0..1",
    "escaped": "wrong among accepted units, at most, 0..1",
    "model_cost": "of all calls for a unit",
    "single_cost": "of the calls for a unit when one model is asked",
    "spot_share": "of accepted units that a person looks at all the same, 0..1",
    "single_error": "wrong units of one model alone, 0..1",
}


def _add_economics(report: argparse.ArgumentParser) -> None:
    for name, text in _AMOUNTS.items():
        report.add_argument(f"--{name.replace('_', '-')}", type=_number, metavar="X", help=text)
    told = "blind audits of accepted units, instead of --escaped"
    report.add_argument("--audits", "--checks", dest="checks", type=int, metavar="N", help=told)
    report.add_argument("--wrong", type=int, metavar="K", default=0, help="of these, wrong (default: 0)")
    report.add_argument("--units", type=int, default=1000, help="for the totals (default: 1000, or the job's)")
    report.add_argument("--job", metavar="JOB", help="take accepted share, cost and units from a job")
    report.add_argument("--json", action="store_true")


def _plan(options: argparse.Namespace) -> int:
    from consensus.bootstrap import batch_lengths, policies
    from consensus.service.guarantee.plan import given_lengths, plan_guarantee
    from consensus.settings import Settings

    settings = Settings.read()
    policy = policies(settings).load(options.policy)
    lengths = given_lengths(options.sizes) if options.sizes else batch_lengths(settings, policy.name)
    plan = plan_guarantee(policy, lengths, alpha=options.alpha, confidence=options.confidence)
    if options.json:
        return print_json(plan.as_dict())
    from consensus.cli.render_reports import print_plan

    print_plan(plan)
    return _DONE


def _status(options: argparse.Namespace) -> int:
    from consensus.bootstrap import build
    from consensus.settings import Settings

    service = build(Settings.read())
    try:
        found = service.pages.promises.all(policy=_policy_name(options.policy) if options.policy else None)
    finally:
        service.close()
    if options.json:
        return print_json({"guarantees": [one.as_dict() for one in found]})
    from consensus.cli.render_guarantees import print_guarantees

    print_guarantees(found)
    return _DONE


def _close(options: argparse.Namespace) -> int:
    from consensus.bootstrap import build
    from consensus.service.jobs.requests import batch_name
    from consensus.settings import Settings

    name = batch_name(options.name)
    service = build(Settings.read())
    try:
        closed = service.guarantees.batches.close_named(_policy_name(options.policy), name)
    finally:
        service.close()
    from consensus.cli.render_guarantees import closed_dict, print_closed

    if options.json:
        return print_json({"closed": [closed_dict(one) for one in closed]})
    print_closed(closed)
    return _DONE


def _policy_name(given: str) -> str:
    """The name of a policy that is given by name or path."""
    from consensus.bootstrap import policies
    from consensus.settings import Settings

    try:
        return policies(Settings.read()).load(given).name
    except ConsensusError:
        return given  # its file is gone or broken; what is kept under its name is not


async def _doctor(options: argparse.Namespace) -> int:
    from consensus.cli import render
    from consensus.cli.doctor import doctor
    from consensus.settings import Settings

    if options.database:
        from consensus.storage.doctor import probe_rows

        probes: Sequence[object] = probe_rows(Settings.read().database_url)
    else:
        probes = await doctor(Settings.read(), options.panel, options.policy)
    content = {"probes": [render.probe_dict(probe) for probe in probes]}
    if options.json:
        return print_json(content)
    render.print_probes(probes)
    return _DONE


def _economics(options: argparse.Namespace) -> int:
    from consensus.service.reports.economics import account

    given = {name: getattr(options, name) for name in _AMOUNTS if getattr(options, name) is not None}
    if options.checks is not None and "escaped" in given:
        raise UsageError("--audits and --escaped say the same thing twice.", do="Give one of them.")
    if options.units < 1 or (options.checks is not None and not 0 <= options.wrong <= options.checks):
        raise UsageError("--units must be at least 1, and --wrong at most --audits.")
    checks = None if options.checks is None else (options.checks, options.wrong)
    found = account(given, job=_job(options.job), checks=checks, units=options.units)
    if options.json:
        return print_json(found.as_dict())
    from consensus.cli.render_reports import print_economics

    print_economics(found)
    return _DONE


def _people(options: argparse.Namespace) -> int:
    from consensus.bootstrap import build
    from consensus.settings import Settings

    service = build(Settings.read())
    try:
        found = service.queue.people.report(service.settings.user)
    finally:
        service.close()
    if options.json:
        return print_json(found.as_dict())
    from consensus.cli.render_reports import print_people

    print_people(found)
    return _DONE


def _job(job: str | None) -> Any:
    if job is None:
        return None
    from consensus.bootstrap import build
    from consensus.settings import Settings

    return build(Settings.read()).jobs.status(job)


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise argparse.ArgumentTypeError(f"{shown_value(text)} is not a number")
    return number


def _sizes(text: str) -> tuple[int, ...]:
    """Whole numbers, 1..100,000, at most 1,000 of them."""
    words = [word.strip() for word in text.split(",")]
    if len(words) > 1000:
        raise argparse.ArgumentTypeError(f"{len(words):,} sizes are more than 1000; give a sample of them")
    for word in words:
        if not (word.isdecimal() and len(word) <= 6 and 1 <= int(word) <= 100_000):
            raise argparse.ArgumentTypeError(
                f"{shown_value(word)} is not a whole number from 1 to 100000; give them as in 5,20,60"
            )
    return tuple(int(word) for word in words)


def print_json(content: Mapping[str, Any]) -> int:
    print(json.dumps(content, ensure_ascii=False, indent=1))
    return _DONE
