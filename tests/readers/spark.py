#!/usr/bin/env python3
"""Runs every statement for Spark in docs/analysis.md: on the sample city's table, on a
published one, on a long one whose quotation marks come late, and on Parquet.

Outside the checks, because Spark needs Java and some 450 MB. Run it after a change to the
table or to that page: it installs PySpark 4.3.0 into a temporary folder, and needs Java 17
or newer on PATH, and cargo, or the program in DAYBOOK.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGES = ["pyspark==4.3.0", "py4j==0.10.9.9"]
ROOT = Path(__file__).resolve().parents[2]


def check():
    import pyspark
    from pyspark.sql import SparkSession, functions as f

    import statements
    from statements import PUBLISHED_COLUMNS, contacts, published_numbers, same

    statements.write_tables(Path.cwd())
    expected = contacts(Path("out.csv"))
    hard = statements.add_hard_rows(Path("out.csv"))
    wanted = sorted(published_numbers(Path("public.csv")), key=str)
    hidden = sum(row[7] for row in wanted)
    quiet = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    spark = SparkSession.builder.master("local[2]").config(map=quiet).getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    print("PySpark", pyspark.__version__)

    first, second = statements.blocks("Spark", "python")
    (cities,) = statements.blocks("When the data outgrow a laptop", "python")
    names = {"spark": spark}
    exec(first, names)

    def found(frame):
        return {(row.period, row.unit): int(row.contacts or 0) for row in frame.collect()}

    same("Spark, contacts", found(names["contacts"]), expected)
    chosen = names["figures"].where(
        "level = 'city' and breakdown = '' and measure = 'direct-contacts' and status = 'complete'"
    ).orderBy("count")
    brought = [(row["unit"], row["count"]) for row in chosen.collect()]
    same("Spark, texts", brought, [(row[2], int(row[5])) for row in hard])

    exec(second, names)

    def rows(frame):
        return sorted((tuple(row) for row in frame.select(*PUBLISHED_COLUMNS).collect()), key=str)

    same("Spark, published", rows(names["published"]), wanted)
    for file in ["public/out.parquet", "public/figures"]:
        same(f"Spark, {file}", rows(spark.read.parquet(file)), wanted)
    for name in ["figures_of_parquet", "figures_by_period"]:
        again = dict(names, figures=names[name])
        exec("contacts = (" + first.split("contacts = (", 1)[1], again)
        same(f"Spark, {name}", found(again["contacts"]), expected)
        kinds = dict(names[name].dtypes)
        assert (kinds["period"], kinds["count"]) == ("string", "bigint"), kinds
    os.rename("figures", "figures-of-riverton")
    os.symlink("figures-of-riverton", "figures-of-bristol")
    exec(cities, names)
    print("Spark, two cities:", names["contacts_of_cities"].count(), "rows")
    assert names["contacts_of_cities"].count() > 0

    # What the page warns of.
    read = {"header": True, "schema": names["columns"], "escape": '"', "multiLine": True}
    permissive = spark.read.csv("public.csv", **read)
    there = sum(row[6] is not None for row in wanted)
    nulls = permissive.where(f.col("count").isNull()).count()
    total = permissive.agg(f.sum("count")).first()[0]
    print(f"by default: {nulls} of {len(wanted)} counts are null, {hidden} of them hidden; the sum is {total}")
    assert nulls == len(wanted) - there and hidden > 0, "this has changed"
    assert total == sum(row[6] or 0 for row in wanted), "this has changed"
    failfast = spark.read.csv("public.csv", mode="FAILFAST", **read)
    try:
        failfast.agg(f.sum("count")).first()
    except Exception as error:
        print("with FAILFAST:", type(error).__name__)
    else:
        raise SystemExit("with FAILFAST the sum passes: this has changed")
    print("rows counted with FAILFAST:", failfast.count())
    assert failfast.count() == len(wanted), "this has changed"
    print("as described")
    # Java reads its packages until its very end, and they are removed after it.
    java = spark.sparkContext._gateway.proc
    spark.stop()
    java.stdin.close()
    java.wait(timeout=60)


def main():
    if len(sys.argv) > 1:
        sys.path[:0] = [sys.argv[1], str(ROOT / "tests/readers")]
        return check()
    with tempfile.TemporaryDirectory() as folder:
        packages = str(Path(folder) / "packages")
        work = Path(folder) / "work"
        work.mkdir()
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--target", packages, *PACKAGES], check=True)
        again = [sys.executable, "-B", str(Path(__file__).resolve()), packages]
        # Where Spark starts its workers, it looks for itself on this path.
        env = {**os.environ, "PYTHONPATH": packages, "SPARK_LOCAL_IP": "127.0.0.1"}
        done = subprocess.run(again, cwd=work, env=env, check=False)
    sys.exit(done.returncode)


main()
