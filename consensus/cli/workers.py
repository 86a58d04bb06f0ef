"""The commands ``worker`` and ``cancel``."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys

from consensus.cli.reports import Command, print_json
from consensus.settings import Settings

_DONE = 0


def add(command: Command) -> None:
    """Register the commands."""
    worker = command("worker", _worker, "Work on jobs handed in with --detach, of any machine, until stopped.")
    worker.add_argument("--jobs", type=_at_least_one, default=4, metavar="N", help="jobs at once (default: 4)")
    cancel = command("cancel", _cancel, "Stop a job, wherever it is worked on; what was answered is kept.")
    cancel.add_argument("job", metavar="JOB", help="a job's id, or the start of it")
    cancel.add_argument("--json", action="store_true")


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is less than 1")
    return number


async def _worker(options: argparse.Namespace) -> int:
    from consensus.bootstrap import build_worker

    service, worker = build_worker(Settings.read(), options.jobs)
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, worker.stopping.set)
    print(f"Working on queued jobs, {options.jobs} at once (Ctrl+C ends it).", file=sys.stderr, flush=True)
    try:
        await worker.run()
    finally:
        service.close()
    return _DONE


def _cancel(options: argparse.Namespace) -> int:
    from consensus.bootstrap import cancel_job

    run = cancel_job(Settings.read(), options.job)
    if options.json:
        return print_json({"job": run.job_id, "status": run.status.value, "cancel_requested": run.cancel_requested})
    if run.cancel_requested:
        print(f"Job {run.job_id} is being cancelled: nothing more is sent.")
    else:
        print(f"Job {run.job_id} is {run.status.value}; nobody works on it.")
    return _DONE
