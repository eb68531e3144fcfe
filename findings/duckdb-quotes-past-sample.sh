#!/usr/bin/env bash
# DuckDB 2.0.1 stops at quotation marks that first come after row 20,480.
#
# Seen on 30 November 2026 with DuckDB 2.0.1 (PyPI) on Debian 12, Python 3.11.
#
# `read_csv` looks at the first 20,480 rows to find out how a file is written. A table
# whose first quotation marks come later, such as one of a city called "Bristol, City of"
# after many teams, is taken for one without: the read stops with an error at that line,
# although the file follows RFC 4180 and every column and its type was named. With `quote`
# and `escape` said, it reads all rows.
#
# Run it: it installs DuckDB into a temporary folder, and fails if this has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --target "$folder/packages" duckdb==2.0.1
cd "$folder"
PYTHONPATH="$folder/packages" python3 - <<'PYTHON'
import duckdb

SAMPLED = 20_480
columns = "columns = {'unit': 'VARCHAR', 'count': 'BIGINT'}"
told = "quote = '\"', escape = '\"', "


def read(plain_rows, said):
    with open("table.csv", "w") as out:
        out.write("unit,count\n" + "team,1\n" * plain_rows + '"Bristol, City of",1\n')
    statement = f"select count(*) from read_csv('table.csv', header = true, {said}{columns})"
    try:
        return duckdb.connect().execute(statement).fetchone()[0]
    except duckdb.Error as error:
        return f"{type(error).__name__}: {str(error).splitlines()[0]}"


print("DuckDB", duckdb.__version__)
early, late = SAMPLED - 10, SAMPLED + 10
print("quotation marks among the first rows:", read(early, ""))
print("quotation marks later:", read(late, ""))
print("later, and said:", read(late, told))
assert read(early, "") == early + 1, "this has changed"
assert str(read(late, "")).startswith("InvalidInputException"), "this has changed"
assert read(late, told) == late + 1, "this has changed"
print("as described")
PYTHON
