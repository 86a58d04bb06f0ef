"""Commands on models on trial: trial start, stop, list, report, resume."""

from __future__ import annotations

import argparse
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from consensus.cli.reports import Command, print_json
from consensus.settings import Settings

if TYPE_CHECKING:
    from consensus.bootstrap import Service
    from consensus.domain.trial import Trial

_DONE = 0


def add(command: Command) -> None:
    """Register the commands of this module."""
    parser = command("trial", _list, "Try a model beside the panel, without a vote (docs/learning.md).")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    words = "list | start | stop | report | resume"
    actions = parser.add_subparsers(dest="action", metavar=words, parser_class=type(parser))
    listed = actions.add_parser("list", help="every trial, and how it stands")
    listed.set_defaults(run=_list)
    start = actions.add_parser("start", help="begin one; the next documents under the policy are drawn for it")
    start.add_argument("--candidate", required=True, metavar="MODEL", help="the model, as in a panel")
    start.add_argument("--policy", required=True, metavar="NAME", help="beside whose panel it is asked")
    start.add_argument(
        "--share", type=float, required=True, help="of units, or documents of an extraction: above 0, to 1"
    )
    start.add_argument("--budget", required=True, metavar="AMOUNT", help="US dollars for all of its calls")
    start.add_argument("--name", default="", help="of the trial (default: one is made)")
    margin = "how far from 0.5 the mean score may lie for equal models (default: 0.05)"
    start.add_argument("--margin", type=float, default=None, help=margin)
    start.set_defaults(run=_start)
    stop = actions.add_parser("stop", help="end one by hand")
    stop.add_argument("name", metavar="NAME")
    stop.set_defaults(run=_stop)
    report = actions.add_parser("report", help="who is better, and how sure that is; the newest trial without a name")
    report.add_argument("name", nargs="?", default="", metavar="NAME")
    report.set_defaults(run=_report)
    resume = actions.add_parser("resume", help="ask about what a process that ended had not asked yet")
    resume.set_defaults(run=_resume)
    for sub in (listed, start, stop, report, resume):
        sub.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def _list(options: argparse.Namespace) -> int:
    found = _service().trials.all()
    if options.json:
        return print_json({"trials": [_as_dict(trial) for trial in found]})
    for trial in found:
        print(_line(trial))
    if not found:
        print("No trial yet. Start one: consensus trial start --help")
    return _DONE


def _start(options: argparse.Namespace) -> int:
    from consensus.service.learning.trials import MARGIN, TrialRequest, dollars

    settings = Settings.read()
    margin = MARGIN if options.margin is None else options.margin
    budget = dollars(options.budget)
    request = TrialRequest(options.candidate, options.policy, options.share, budget, options.name, margin)
    trial, told = _service().trials.start(request, settings.user)
    if options.json:
        return print_json({"trial": _as_dict(trial), "notices": list(told)})
    print(_line(trial))
    for sentence in told:
        print(sentence)
    return _DONE


def _stop(options: argparse.Namespace) -> int:
    trial = _service().trials.stop(options.name, Settings.read().user)
    if options.json:
        return print_json({"trial": _as_dict(trial)})
    print(_line(trial))
    return _DONE


def _report(options: argparse.Namespace) -> int:
    report = _service().trials.report(options.name)
    if options.json:
        return print_json(report.as_dict())
    from consensus.cli.render_trials import print_report

    print_report(report)
    return _DONE


def _resume(options: argparse.Namespace) -> Coroutine[Any, Any, int]:
    return _resumed(_service(), options.json)


async def _resumed(service: Service, as_json: bool) -> int:
    await service.learning.asking.catch_up()
    await service.outside.aclose()
    if as_json:
        return print_json({"trials": [_as_dict(trial) for trial in service.trials.all()]})
    for trial in service.trials.all():
        print(_line(trial))
    return _DONE


def _line(trial: Trial) -> str:
    from consensus.cli.render import harmless

    spent = f"${trial.spent:.4f} of ${trial.budget}"
    words = f"{trial.name}: {trial.state.value}; {trial.candidate} beside the panel of {trial.policy}"
    return harmless(f"{words}; {100 * trial.share:g}% drawn; {spent}; since {trial.started_at[:16]}")


def _as_dict(trial: Trial) -> dict[str, Any]:
    from consensus.service.learning.trial_report import trial_dict

    return trial_dict(trial)


def _service() -> Service:
    from consensus.bootstrap import build

    return build(Settings.read())
