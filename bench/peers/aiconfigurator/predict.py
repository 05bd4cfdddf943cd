"""
Predicts serving runs with aiconfigurator, of a CSV with the columns that `pennywatt evaluate serving` reads.

    python3.11 -m venv peer && peer/bin/pip install -r bench/peers/aiconfigurator/requirements.txt
    peer/bin/python bench/peers/aiconfigurator/predict.py RUNS.csv > PREDICTED.csv

Writes row (the first after the header is 1), ttft_ms, tpot_ms, version (of the database) and note: why a row was not
predicted, or what the tool warns of. Measured times are not read. Needs no accelerator and no network.
"""

import argparse
import csv
import functools
import multiprocessing
import sys
from contextlib import redirect_stdout

from deployment import NotAsked, estimate_of, in_checkpoint_formats

MODES = ("SILICON", "HYBRID", "EMPIRICAL", "SOL")


def main():
    parser = argparse.ArgumentParser(description="Predict serving runs with aiconfigurator.")
    parser.add_argument("runs", help="CSV of serving runs")
    parser.add_argument("--mode", choices=MODES, default=MODES[0], help="its database mode (default: its own default)")
    parser.add_argument("--as-stated", action="store_true", help="layouts as its own regression test reads them")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    with open(options.runs, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    # Rows of one database go to one process, which reads it once.
    databases = {}
    for number, row in enumerate(rows, start=1):
        databases.setdefault((row["accelerator"], row["engine"]), []).append((number, row))
    work = functools.partial(predict_all, mode=options.mode, as_stated=options.as_stated)
    with multiprocessing.get_context("spawn").Pool(options.processes) as pool:
        predicted = [line for lines in pool.imap(work, databases.values()) for line in lines]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["row", "ttft_ms", "tpot_ms", "version", "note"])
    writer.writerows(sorted(predicted))


def predict_all(numbered, mode, as_stated):
    known = {}
    lines = []
    for number, row in numbered:
        try:
            arguments = estimate_of(row, as_stated)
        except NotAsked as reason:
            lines.append((number, "", "", "", str(reason)))
            continue
        key = tuple(sorted(arguments.items(), key=str))
        if key not in known:
            known[key] = predict(arguments, mode)
        lines.append((number, *known[key]))
    return lines


def predict(arguments, mode):
    """As the row states its formats, else in those of the checkpoint that is published in them."""
    first = attempt(arguments, mode)
    checkpoint = in_checkpoint_formats(arguments)
    if first[0] != "" or checkpoint is None:
        return first
    ttft, tpot, version, said = attempt(checkpoint, mode)
    return first if ttft == "" else (ttft, tpot, version, f"formats of the checkpoint. {said}".strip())


def attempt(arguments, mode):
    # Imported by the processes that predict: importing takes seconds.
    from aiconfigurator.cli.api import cli_estimate

    try:
        version = latest_version(arguments["system_name"], arguments["backend_name"])
        # It reports on stdout, where the predictions go.
        with redirect_stdout(sys.stderr):
            result = cli_estimate(**arguments, backend_version=version, database_mode=mode)
    except Exception as reason:  # What it raises is as various as what it cannot do; each is told as it is.
        return ("", "", "", f"{type(reason).__name__}: {' '.join(str(reason).split())}")
    return (f"{result.ttft:.6g}", f"{result.tpot:.6g}", version, result.kv_cache_warning or "")


@functools.cache
def latest_version(system, backend):
    from aiconfigurator.sdk.perf_database import get_latest_database_version

    return get_latest_database_version(system=system, backend=backend)


if __name__ == "__main__":
    main()
