"""What the guarantee promises, and what it costs: simulated with fixed seeds, beside what version 1 did.

    python benchmarks/guarantee.py [--quick]

Three tables: how often a certificate is false in worlds made for it (the engine, and a planted wrong variant that must
be caught); documents until four in five runs are certified; accepted units between a change and the alarm. All of it
takes some minutes, --quick about one: fewer trials, and no target of 1%. How long ``consensus certify status`` takes:
``draw_log.py``.
"""

from __future__ import annotations

import argparse
from math import sqrt

from guarantee_worlds import DELAYS, DELAYS_1, DELTA, POWER, ROWS, delay, documents_until_certified, false_alarms


def false_certificates(quick: bool) -> None:
    print("False certificates (at most 5% of runs, and 3 standard errors)")
    print(f"{'world':<60}{'version 1':>12}{'version 2':>12}{'planted':>10}{'limit':>8}")
    for row in ROWS:
        trials = min(400, row.trials) if quick else row.trials
        found, planted = row.run(trials)
        limit = DELTA + 3 * sqrt(DELTA * (1 - DELTA) / trials)
        said = "" if found <= limit < planted else "   <-- not as promised"
        print(f"{row.name:<60}{row.version_1:>12}{found:>12.1%}{planted:>10.1%}{limit:>8.1%}{said}", flush=True)


def power(quick: bool) -> None:
    print("\nDocuments until 80% of runs are certified, each its own batch; s = .8: reviewers are taken to catch 80%")
    print(f"{'target':<8}{'lengths':<10}{'R':<10}{'version 1':>10}{'version 2':>11}{'s = .8':>9}{'specified':>16}")
    for (target, kind, share), (before, *specified) in POWER.items():
        if quick and target == 0.01:
            continue
        runs = 50 if quick else 400
        found = [documents_until_certified(target, kind, share, catch, runs) for catch in (1.0, 0.8)]
        named = {0.0: "0", 0.25: "alpha/4", 0.5: "alpha/2"}[share]
        told = " / ".join(f"{one:,}" for one in specified)
        columns = f"{target:<8.0%}{kind:<10}{named:<10}{before:>10,}{found[0]:>11,.0f}{found[1]:>9,.0f}{told:>16}"
        print(columns, flush=True)


def alarms(quick: bool) -> None:
    trials = 100 if quick else 300
    print("\nAccepted units between a change and the alarm: median, correlation .05 / .4 (nine in ten runs); target 2%")
    print(
        f"{'documents, cap, q':<20}{'change':>8}{'version 2':>22}{'nine in ten':>20}{'specified':>18}{'version 1':>11}"
    )
    for key, rows in DELAYS.items():
        for times, specified in rows.items():
            found = [delay(*key, (times, correlation), trials) for correlation in (0.05, 0.4)]
            median, late = (" / ".join(f"{one[at]:,.0f}" for one in found) for at in (0, 1))
            told = " / ".join(f"{one:,}" for one in specified)
            before = f"{DELAYS_1[key]:,}" if times == 3 and key in DELAYS_1 else ""
            named = f"{key[0]}, {key[1]}, {key[2]:.0%}"
            print(f"{named:<20}{f'x{times:g}':>8}{median:>22}{late:>20}{told:>18}{before:>11}", flush=True)
    for share, said in ((0.5, "alpha/2"), (1.0, "alpha")):
        print(f"False alarms in 2,000 audited batches at {said}: {false_alarms(trials, share)[0]:.1%}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="about a minute")
    options = parser.parse_args()
    for table in (false_certificates, power, alarms):
        table(options.quick)


if __name__ == "__main__":
    main()
