"""Runs the statements of docs/analysis.md with DuckDB and pandas, on tables that
`daybook` writes: `python3 tests/readers/tables.py`, with requirements.txt at hand.
DAYBOOK names the program; without it cargo runs it.
"""

import os
import tempfile
from pathlib import Path

import duckdb
import pandas

import statements
from statements import PUBLISHED_COLUMNS, add_hard_rows, contacts, published_numbers, same

ALL = f"select {', '.join(PUBLISHED_COLUMNS)} from"


def duckdb_reads(expected, hard):
    first, second = statements.blocks("DuckDB", "sql")
    table, by_locality, shares = [part for part in first.split(";\n") if part.strip()]
    base = duckdb.connect()
    base.execute(table)
    found = base.execute(by_locality).fetchall()
    same("DuckDB, contacts", {tuple(row[:2]): int(row[2] or 0) for row in found}, expected)
    years = base.execute(shares).fetchall()
    assert years and all(0 <= row[3] <= 100 for row in years if row[3] is not None), years
    brought = base.execute(
        "select unit, \"count\" from figures where measure = 'direct-contacts' and level = 'city'"
        " and breakdown = '' and status = 'complete' order by \"count\""
    ).fetchall()
    same("DuckDB, texts", brought, [(row[2], int(row[5])) for row in hard])
    base.execute(second)
    published = sorted(base.execute(f"{ALL} published").fetchall(), key=str)
    wanted = sorted(published_numbers(Path("public.csv")), key=str)
    same("DuckDB, published", published, wanted)
    for name in ["figures_of_parquet", "figures_by_period"]:
        found = base.execute(by_locality.replace("from figures", f"from {name}")).fetchall()
        same(f"DuckDB, {name}", {tuple(row[:2]): int(row[2] or 0) for row in found}, expected)
        kinds = dict(base.execute(f"select column_name, column_type from (describe {name})").fetchall())
        assert kinds["count"] == kinds["denominator"] == "BIGINT", kinds
        assert kinds["period"] == "VARCHAR" and kinds["count_hidden"] == "BOOLEAN", kinds
    for file in ["'public/out.parquet'", "read_parquet('public/figures/*/*.parquet', hive_partitioning = true)"]:
        found = sorted(base.execute(f"{ALL} {file}").fetchall(), key=str)
        same(f"DuckDB, {file}", found, wanted)


def rows_of(frame):
    rows = frame[PUBLISHED_COLUMNS].astype(object)
    return sorted((tuple(None if pandas.isna(it) else it for it in row) for row in rows.values), key=str)


def pandas_reads(expected, hard):
    first, second = statements.blocks("pandas", "python")
    names = {}
    exec(first, names)
    found = names["contacts"]
    same("pandas, contacts", {key: int(value) for key, value in found.items()}, expected)
    figures = names["figures"]
    assert str(figures["count"].dtype) == str(figures["denominator"].dtype) == "Int64"
    chosen = figures[
        (figures["level"] == "city") & (figures["breakdown"] == "") & (figures["status"] == "complete")
    ].sort_values("count")
    brought = [(unit, int(count)) for unit, count in zip(chosen["unit"], chosen["count"])]
    same("pandas, texts", brought, [(row[2], int(row[5])) for row in hard])
    exec(second, names)
    wanted = sorted(published_numbers(Path("public.csv")), key=str)
    same("pandas, published", rows_of(names["published"]), wanted)
    for name in ["figures_of_parquet", "figures_by_period"]:
        frame = names[name]
        assert str(frame["count"].dtype) == str(frame["denominator"].dtype) == "Int64"
        frame["period"] = frame["period"].astype("string")
        again = dict(names, figures=frame)
        exec(first[first.index("by_age_and_kind") :], again)
        same(f"pandas, {name}", {key: int(value) for key, value in again["contacts"].items()}, expected)
    for file in ["public/out.parquet", "public/figures"]:
        frame = pandas.read_parquet(file, dtype_backend="numpy_nullable")
        same(f"pandas, {file}", rows_of(frame), wanted)


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        statements.write_tables(folder)
        os.chdir(folder)
        expected = contacts(Path("out.csv"))
        hard = add_hard_rows(Path("out.csv"))
        assert expected and any(row[7] for row in published_numbers(Path("public.csv")))
        print(f"DuckDB {duckdb.__version__}, pandas {pandas.__version__}")
        duckdb_reads(expected, hard)
        pandas_reads(expected, hard)
        os.chdir("/")


main()
