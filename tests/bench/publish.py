"""What tau-Argus hides of one table, by its optimal or its modular method: pytauargus,
whose engine is that of tau-Argus with HiGHS.

Reads lines of locality,team,kind,age band,count; prints how many cells are hidden that
are not small, their sum, and the seconds. A cell is unsafe from 1 to the threshold, as at
Daybook; its protection interval is as wide as the threshold (in percent of it)."""

import csv
import os
import sys
import tempfile
import time

from pytauargus import protect

table, threshold, method = sys.argv[1], int(sys.argv[2]), sys.argv[3]
codes = {}


def code(name):
    """A short code: the engine knows no longer ones of a hierarchy."""
    return codes.setdefault(name, f"c{len(codes):03}")


columns = {"team": [], "kind": [], "band": [], "contacts": []}
localities = {}
with open(table, encoding="utf-8") as file:
    for locality, team, kind, band, count in csv.reader(file):
        if team not in localities.setdefault(locality, []):
            localities[locality].append(team)
        for _ in range(int(count)):
            for name, value in zip(columns, (code(team), code(kind), code(band), 1)):
                columns[name].append(value)

folder = tempfile.mkdtemp()
hierarchy = os.path.join(folder, "team.hrc")
with open(hierarchy, "w", encoding="utf-8") as file:
    for locality, teams in localities.items():
        file.write(code(locality) + "\n" + "".join(f"@{code(team)}\n" for team in teams))

began = time.process_time()
# What the engine prints is no part of the answer.
out, nothing = os.dup(1), os.open(os.devnull, os.O_WRONLY)
os.dup2(nothing, 1)
result = protect(
    columns,
    ["team", "kind", "band"],
    response="contacts",
    safety_rules=f"FREQ({threshold + 1},100)",
    suppress=f"{method}(1,10)" if method == "OPT" else f"{method}(1)",
    hrc={"team": hierarchy},
    hierleadstring="@",
    decimals=0,
    workdir=folder,
)
sys.stdout.flush()
os.dup2(out, 1)
seconds = time.process_time() - began
kept = result.tables[0]
hidden = [
    float(value)
    for value, safe in zip(kept.unsafe(), kept.safe(None))
    if safe is None
]
others = [value for value in hidden if value > threshold]
print(len(hidden), len(others), int(sum(others)), f"{seconds:.1f}")
