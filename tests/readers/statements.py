"""The statements of docs/analysis.md, and the tables that they are run on."""

import csv
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# DuckDB decides from so many rows whether a file has quotation marks.
SAMPLED = 20_480

# Texts that every reader must bring through: of a city, a team and a group.
HARD = [
    "Bristol, City of",
    'The "Hut"',
    "back\\slash",
    "St Mary’s, Ynys Môn",
    '"',
    "NA",
    "null",
]


def blocks(heading, language):
    """The blocks of code under a heading of the page, in order."""
    page = (ROOT / "docs/analysis.md").read_text(encoding="utf-8")
    section = page.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    parts = section.split(f"```{language}\n")[1:]
    return [part.split("\n```", 1)[0] for part in parts]


def daybook(*words):
    """Runs the command line, or fails with what it said."""
    program = os.environ.get("DAYBOOK")
    command = [program] if program else ["cargo", "run", "--quiet", "--"]
    subprocess.run([*command, *words], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)


def write_tables(folder):
    """Writes the sample city's tables under the names that the page uses."""
    city = folder / "city"
    daybook("sample", "--out", str(city))
    given = [str(city / "returns"), "--organisation", str(city / "organisation.json")]
    # What was written for a period that has no rows any more goes, and nothing else.
    gone = folder / "figures" / "period=1999-00 Q1"
    gone.mkdir(parents=True)
    (gone / "figures.parquet").write_text("of an earlier time")
    notes = folder / "figures" / "period=notes.txt"
    notes.write_text("kept")
    daybook(
        "roll-up", *given,
        "--csv", str(folder / "out.csv"),
        "--parquet", str(folder / "out.parquet"),
        "--parquet-by-period", str(folder / "figures"),
    )
    assert not gone.exists() and notes.read_text() == "kept"
    notes.unlink()
    public = folder / "public"
    public.mkdir()
    daybook(
        "roll-up", *given, "--publish", "--first-edition", "--quarter", "2016-17-Q4",
        "--csv", str(folder / "public.csv"),
        "--parquet", str(public / "out.parquet"),
        "--parquet-by-period", str(public / "figures"),
    )


def add_hard_rows(table):
    """Makes the table long, and lets quotation marks begin past what is sampled.

    Gives the rows that were added, as they must be read.
    """
    with table.open(encoding="utf-8", newline="") as there:
        rows = list(csv.reader(there))
    head, plain = rows[0], [row for row in rows[1:] if row[1] == "team"]
    count = 0
    long = []
    while len(long) <= SAMPLED:
        count += 1
        long += [[*row[:2], f"{row[2]}-{count}", *row[3:]] for row in plain]
    hard = [
        ["2016-17 Q4", "city", text, "direct-contacts", "", str(at), "", "complete"]
        for at, text in enumerate(HARD)
    ]
    with table.open("w", encoding="utf-8", newline="") as out:
        # As Daybook writes it.
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([head, *long, *rows[1:], *hard])
    return hard


def contacts(table):
    """Direct contacts of each locality by period, by this script's own reading."""
    sums = {}
    with table.open(encoding="utf-8", newline="") as there:
        for row in csv.DictReader(there):
            parts = [part.split("=")[0] for part in row["breakdown"].split(";")]
            if (row["level"], row["measure"], parts) != (
                "locality", "direct-contacts", ["age-band", "kind"],
            ):
                continue
            key = (row["period"], row["unit"])
            # The sum of nothing is null in databases and 0 in pandas.
            sums[key] = sums.get(key, 0) + int(row["count"] or 0)
    return sums


def published_numbers(table):
    """Each row of a published table, its numbers as they must be read."""
    def number(text):
        return (None if text in ("c", "x", "z") else int(text), text == "c")

    with table.open(encoding="utf-8", newline="") as there:
        rows = list(csv.DictReader(there))
    return sorted(
        (
            row["period"], row["level"], row["unit"], row["measure"], row["breakdown"],
            row["status"], *number(row["count"]), *number(row["denominator"]),
        )
        for row in rows
    )


PUBLISHED_COLUMNS = [
    "period", "level", "unit", "measure", "breakdown", "status",
    "count", "count_hidden", "denominator", "denominator_hidden",
]


def same(what, found, expected):
    """Fails with the first difference."""
    if found == expected:
        print(f"{what}: as it should be, {len(expected)} compared")
        return
    both = zip(sorted(found), sorted(expected)) if len(found) == len(expected) else []
    first = next((pair for pair in both if pair[0] != pair[1]), (len(found), len(expected)))
    raise SystemExit(f"{what}: read {first[0]}, expected {first[1]}")
