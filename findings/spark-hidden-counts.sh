#!/usr/bin/env bash
# Spark 4.3.0 makes null of a count that is no number, and sums pass without a word.
#
# Seen on 30 November 2026 with PySpark 4.3.0 (PyPI) and OpenJDK 17 on Debian 12, Python
# 3.11.
#
# Published statistics write a letter in place of a count that is hidden. Read with a
# schema in which the count is a whole number, such a cell becomes null: the default mode
# of `spark.read.csv`, PERMISSIVE, keeps the row and drops what it cannot read. `sum` then
# leaves it out, and nothing is said. With mode="FAILFAST" the sum stops with an error;
# `count()` of the rows still passes, since Spark reads no column for it.
#
# Run it: it installs PySpark, about 450 MB, into a temporary folder, needs Java 17 or
# newer on PATH, and fails if this has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --target "$folder/packages" \
  pyspark==4.3.0 py4j==0.10.9.9
cd "$folder"
printf 'unit,count\nnorth,12\neast,c\nwest,30\n' > table.csv
PYTHONPATH="$folder/packages" SPARK_LOCAL_IP=127.0.0.1 python3 - <<'PYTHON'
import pyspark
from pyspark.sql import SparkSession, functions as f

quiet = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
spark = SparkSession.builder.master("local[1]").config(map=quiet).getOrCreate()
spark.sparkContext.setLogLevel("OFF")
print("PySpark", pyspark.__version__)
read = {"header": True, "schema": "unit string, count bigint"}

usual = spark.read.csv("table.csv", **read)
nulls = usual.where(f.col("count").isNull()).count()
total = usual.agg(f.sum("count")).first()[0]
print(f"by default: {nulls} count of 3 is null, the sum is {total}")
assert (nulls, total) == (1, 42), "this has changed"

strict = spark.read.csv("table.csv", mode="FAILFAST", **read)
try:
    strict.agg(f.sum("count")).first()
except Exception as error:
    print("with FAILFAST the sum stops:", type(error).__name__)
else:
    raise SystemExit("with FAILFAST the sum passes: this has changed")
print("rows counted with FAILFAST:", strict.count())
assert strict.count() == 3, "this has changed"
print("as described")
# Java reads its packages until its very end, and they are removed after it.
java = spark.sparkContext._gateway.proc
spark.stop()
java.stdin.close()
java.wait(timeout=60)
PYTHON
