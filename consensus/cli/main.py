"""The command line: thin. It parses, calls one facade, and prints; with --json exactly one JSON document.

Exit codes: 0 done; 1 a fault of this program; 2 wrong use or bad input; 3 some unit failed; 130 interrupted.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Coroutine, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from consensus import telemetry
from consensus.cli import (
    changes,
    export,
    files,
    keys,
    memory,
    move,
    panels,
    policies,
    proposals,
    roles,
    route_propose,
    trials,
    verification,
    workers,
)
from consensus.cli import documents as cli_documents
from consensus.cli import jobs as cli_jobs
from consensus.cli import reports as cli_reports
from consensus.cli.parser import Parser, Run
from consensus.errors import ConsensusError, UsageError
from consensus.settings import Settings

if TYPE_CHECKING:
    from consensus.bootstrap import Service
    from consensus.ports.runtime import OnProgress
    from consensus.service.jobs.report import JobReport
    from consensus.service.jobs.service import Jobs

EXIT_DONE, EXIT_FAULT, EXIT_INPUT, EXIT_FAILED, EXIT_INTERRUPTED = 0, 1, 2, 3, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. Never raises."""
    args = list(sys.argv[1:] if argv is None else argv)
    as_json, options = "--json" in args, argparse.Namespace(jobs_left=())
    try:
        parser = _parser()
        if not args:
            parser.print_help()
            return EXIT_DONE
        parser.parse_args(route_propose.as_one_command(args), options)
        telemetry.start((settings := Settings.read()).home, loud=options.verbose, form=settings.log_form)
        outcome = options.run(options)
        return outcome if isinstance(outcome, int) else _run(outcome)
    except ConsensusError as error:
        _print_error(error, as_json)
        return EXIT_INPUT
    except KeyboardInterrupt:
        resume = " ; ".join(f"consensus submit --resume {job}" for job in options.jobs_left)
        do = f"Nothing is lost. Go on with: {resume}" if resume else "See: consensus status"
        _print_error(ConsensusError("interrupted.", do=do), as_json)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away (`| head`); that is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_DONE
    except Exception as error:  # noqa: BLE001
        # Nothing that a user did may end in a stack trace; where it came from stands in the log.
        _print_error(telemetry.unforeseen(error), as_json)
        return EXIT_FAULT


def _run(command: Coroutine[Any, Any, int]) -> int:
    """What a command still has to ask or wait for, on the one event loop of this process."""
    import asyncio  # commands that ask nobody do not need it

    return asyncio.run(command)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="consensus",
        description="Ask several language models, accept automatically where independent ones agree, review the rest.",
    )
    parser.add_argument("--version", action="version", version=f"consensus {version('consensus-verifier')}")
    parser.add_argument("-v", "--verbose", action="store_true", help="say on standard error what is done")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=Parser)

    def command(name: str, run: Run, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(run=run)
        return sub

    cli_documents.add_submit(command("submit", _submit, "Hand in documents; waits until every unit has a verdict."))
    route = command("route", _route, "Show who would be asked, and the worst that it could cost; nothing is sent.")
    cli_documents.add_documents(route)
    route.set_defaults(resume=None)
    command("costs", _costs, "What was spent, by model, job and day.").add_argument("--json", action="store_true")
    record = command("record", _record, "Keep a job's answers as recorded answers, to judge or replay for nothing.")
    record.add_argument("job", nargs="+", metavar="JOB", help="one; with --labelled as many as you like")
    record.add_argument("--labelled", action="store_true", help="with labels, and halved (docs/learning.md)")
    record.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    record.add_argument("--force", action="store_true", help=files.FORCE)
    record.add_argument("--json", action="store_true")
    status = command("status", _status, "How jobs stand.")
    status.add_argument("job", nargs="?", metavar="JOB", help="a job's id, or the start of it")
    status.add_argument("--units", action="store_true", help="list accepted and decided units too")
    status.add_argument("--all", action="store_true", help="list every job, not only the newest")
    status.add_argument("--json", action="store_true")
    review = command("review", _review, "Open the review screen in a browser.")
    review.add_argument("--port", type=int, default=8501)
    serve = command("serve", _serve, "Serve the HTTP API and the screens behind one port (docs/api.md).")
    serve.add_argument("--port", type=int, default=8501)
    serve.add_argument("--only", choices=("api", "screens"), help="one of the two alone")
    served = command("mcp", _mcp, "Serve assistants by the Model Context Protocol on standard input (docs/mcp.md).")
    served.add_argument("--root", type=Path, metavar="FOLDER", help="files are read and written below it")
    export.add(command)
    _add_evaluate(command("evaluate", _evaluate, "Judge recorded answers; no calls, no database."))
    policies.add(command)
    panels.add(command)
    memory.add(command)
    keys.add(command)
    roles.add(command)
    proposals.add(command)
    trials.add(command)
    move.add(command)
    cli_jobs.add(command, _status)
    workers.add(command)
    demo = command("demo", _demo, "Run the shipped examples through everything.")
    demo.add_argument("--panel", help="recorded or embedded (default: both), a panel of yours, or members")
    cli_reports.add(command)
    changes.add(command)
    verification.add(command)
    route_propose.add(command)
    return parser


def _add_evaluate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("recorded", type=Path, metavar="RECORDED.jsonl")
    parser.add_argument("--policy", metavar="NAME", required=True)
    parser.add_argument("--panel", help="a,b,c: names in the file, or a panel of yours (default: all)")
    parser.add_argument("--schema", metavar="FILE", help="overrides the records' own schema")
    parser.add_argument("--semantic", choices=("auto", "off"), help="off: wording only")
    half = "documents of one half alone; by this installation's key where a record does not say its half"
    parser.add_argument("--half", choices=("learning", "judging"), help=half)
    parser.add_argument("--decisions", type=Path, metavar="OUT.jsonl", help="write one decision a line")
    parser.add_argument("--force", action="store_true", help=files.FORCE)
    parser.add_argument("--json", action="store_true")


def _service() -> Service:
    from consensus.bootstrap import build

    return build(Settings.read())


def _submit(options: argparse.Namespace) -> Coroutine[Any, Any, int]:
    request = None
    if options.resume is None:
        request = cli_documents.request(options)
    else:
        cli_documents.refuse_beside_resume(options)
    cli_jobs.keep_to(Settings.read())
    service = _service()
    entered = [service.outside.store.job(options.resume)] if request is None else service.jobs.enter(request)
    job_ids = [job.id for job in entered]
    return _hand_over(service.jobs, job_ids, options) if options.detach else _finish(service.jobs, job_ids, options)


async def _hand_over(jobs: Jobs, job_ids: Sequence[str], options: argparse.Namespace) -> int:
    from consensus.ports.runtime import BATCH, INTERACTIVE

    priority = INTERACTIVE if options.latency == "interactive" else BATCH
    for job_id in job_ids:
        await jobs.dispatch.hand_over(job_id, priority)
    if options.json:
        return cli_reports.print_json({"jobs": [{"id": job_id} for job_id in job_ids]})
    print("\n".join(job_ids))
    return EXIT_DONE


async def _finish(jobs: Jobs, job_ids: Sequence[str], options: argparse.Namespace) -> int:
    from consensus.cli.render_progress import progress

    with progress(quiet=options.json, documents=len(job_ids)) as on_progress:
        reports = await _reports(jobs, job_ids, options, on_progress)
    return _print_reports(reports, options.json, every_unit=options.units)


async def _reports(
    jobs: Jobs, job_ids: Sequence[str], options: argparse.Namespace, on_progress: OnProgress | None
) -> list[JobReport]:
    """Of jobs, once they have their verdicts. Interrupted, the options name those that have not."""
    from consensus.domain.run import RunStatus

    options.jobs_left = job_ids
    try:
        return await jobs.finish(job_ids, on_progress)
    finally:
        options.jobs_left = [job for job in job_ids if jobs.dispatch.known(job).standing is not RunStatus.DONE]


def _route(options: argparse.Namespace) -> int:
    from consensus.cli import render_costs
    from consensus.service.jobs.plan import Plans

    request = cli_documents.request(options)
    plans = Plans(_service().outside).plan(request)
    return _show(options.json, lambda: {"plans": [p.as_dict() for p in plans]}, lambda: render_costs.print_plans(plans))


def _costs(options: argparse.Namespace) -> int:
    from consensus.cli import render_costs
    from consensus.service.jobs.costs import Costs

    books = Costs(_service().outside).spent()
    return _show(options.json, books.as_dict, lambda: render_costs.print_costs(books))


async def _record(options: argparse.Namespace) -> int:
    from consensus.service.jobs.costs import Costs
    from consensus.service.jobs.labelled import LabelledAnswers, record_labelled

    if len(options.job) > 1 and not options.labelled:
        raise UsageError("several jobs go into one file with labels alone.", do="Add --labelled, or name one job.")
    service = _service()
    service.jobs.files.refuse_overwriting([options.output], options.job, force=options.force)
    if options.labelled:
        found = await record_labelled(service.outside, options.job)
    else:
        text = await Costs(service.outside).record(options.job[0])
        found = LabelledAnswers(text, text.count("\n") - 1, 0)
    service.jobs.files.write({options.output: found.text.encode("utf-8")}, options.job, force=options.force)
    for note in found.notes:
        print(note, file=sys.stderr)
    said = {"file": str(options.output), "records": found.records}
    labels = f" with {found.labels} labels" if options.labelled else ""
    told = said | ({"labels": found.labels} if options.labelled else {})
    _say(options.json, told, f"Wrote {options.output}: {found.records} records of recorded answers{labels}.")
    return EXIT_DONE


def _print_reports(reports: Sequence[JobReport], as_json: bool, *, every_unit: bool = False) -> int:
    from consensus.cli import render, render_progress
    from consensus.domain import Outcome

    left = [f"{report.document.name}: {sentence}" for report in reports for sentence in report.left]
    told = (n for r in reports for n in (*r.panel.warnings, *r.notices) if n not in r.left)
    for notice in (*dict.fromkeys(told), *left):
        print(render.harmless(notice), file=sys.stderr)
    if as_json:
        cli_reports.print_json({"jobs": [report.as_dict() for report in reports]})
    else:
        for report in reports:
            now = render_progress.progress_lines(report.progress)
            render.print_report(report, now, every_unit=every_unit)
    return EXIT_FAILED if any(report.count(Outcome.FAILED) for report in reports) else EXIT_DONE


def _status(options: argparse.Namespace) -> int:
    from consensus.bootstrap import job_list
    from consensus.cli import render

    if options.job is not None:
        _print_reports([_service().jobs.status(options.job)], options.json, every_unit=options.units)
    elif options.json:
        cli_reports.print_json({"jobs": [job.as_dict() for job in job_list(Settings.read())[0]]})
    else:
        render.print_jobs(*job_list(Settings.read(), None if options.all else render.MOST_JOBS))
    return EXIT_DONE


def _evaluate(options: argparse.Namespace) -> int:
    from consensus.bootstrap import evaluate, load_schema
    from consensus.bootstrap.routing import recorded_half
    from consensus.cli import render

    if options.decisions is not None:
        files.refuse_overwriting(options.decisions, force=options.force)
    schema, settings = load_schema(options.schema) if options.schema else None, Settings.read()
    source = recorded_half(settings, options.recorded, options.half) if options.half else options.recorded
    evaluation = evaluate(
        settings, source, options.policy, panel=options.panel, schema=schema, semantic=options.semantic
    )
    if options.decisions is not None:
        lines = (json.dumps(line, ensure_ascii=False) + "\n" for line in evaluation.lines)
        files.write(options.decisions, "".join(lines))
    for notice in evaluation.notices:
        print(notice, file=sys.stderr)
    return _show(options.json, evaluation.as_dict, lambda: render.print_evaluation(evaluation.as_dict()))


def _review(options: argparse.Namespace) -> int:
    from consensus.cli.serve import address, review_command

    command, environment = review_command(options.port)
    cli_jobs.keep_to(Settings.read())
    print(f"The review screen: {address(options.port)}   (Ctrl+C ends it)", file=sys.stderr)
    os.execvpe(command[0], command, {**os.environ, **environment})


def _serve(options: argparse.Namespace) -> int:
    from consensus.cli.serve import address, refuse_without_api, review_command

    if options.only == "screens":
        return _review(options)
    refuse_without_api()
    if options.only == "api":
        from consensus.api.server import serve

        print(f"The HTTP API: http://127.0.0.1:{options.port}/v1   (Ctrl+C ends it)", file=sys.stderr)
        serve(options.port)
        return EXIT_DONE
    command, environment = review_command(options.port, with_api=True)
    shown = address(options.port)
    print(f"The screens: {shown}   The HTTP API: {shown}/v1   (Ctrl+C ends both)", file=sys.stderr)
    return os.execvpe(command[0], command, {**os.environ, **environment})


async def _mcp(options: argparse.Namespace) -> int:
    from consensus.bootstrap import open_service
    from consensus.cli.serve import refuse_without_mcp

    refuse_without_mcp()
    from consensus.mcp.server import run

    await run(open_service(), options.root)
    return EXIT_DONE


async def _demo(options: argparse.Namespace) -> int:
    from consensus.bootstrap import demo_requests
    from consensus.cli import render_demo, render_progress
    from consensus.service.jobs import demo

    service = _service()
    folder = service.settings.home / "demo"
    for panel, requests in demo_requests(None if options.panel == "auto" else options.panel).items():
        render_demo.print_part(panel)
        reports: list[JobReport] = []
        for request in requests:
            with render_progress.progress(quiet=not sys.stderr.isatty(), kept=False) as on_progress:
                entered = [job.id for job in service.jobs.enter(request)]
                reports += await _reports(service.jobs, entered, options, on_progress)
            render_demo.print_document(reports[-1])
        render_demo.print_silent(reports)
        demo.exports(service.jobs, folder / (panel if panel in render_demo.PARTS else "own"), reports)
    render_demo.print_end(str(folder))
    return EXIT_DONE


def _say(as_json: bool, content: dict[str, Any], sentence: str) -> None:
    if as_json:
        cli_reports.print_json(content)
    else:
        print(sentence)


def _show(as_json: bool, content: Callable[[], dict[str, Any]], show: Callable[[], None]) -> int:
    if as_json:
        cli_reports.print_json(content())
    else:
        show()
    return EXIT_DONE


def _print_error(error: ConsensusError, as_json: bool) -> None:
    if as_json:
        cli_reports.print_json({"error": error.as_dict()})
    else:
        from consensus.cli.render import harmless

        text = harmless(str(error))
        print(text if text.startswith("consensus ") else f"consensus: {text}", file=sys.stderr)
