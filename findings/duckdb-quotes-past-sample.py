#!/usr/bin/env python3
"""DuckDB 2.0.1 stops at quotation marks that first come after row 20,480.

Seen on 30 November 2026 with DuckDB 2.0.1 (PyPI) on Debian 12, Python 3.11.

`read_csv` looks at the first 20,480 rows to find out how a file is written. A table
whose first quotation marks come later, such as one of a city called "Bristol, City of"
after many teams, is taken for one without: the read stops with an error at that line,
although the file follows RFC 4180 and every column and its type was named. With `quote`
and `escape` said, it reads all rows.

Run it: it installs DuckDB into a temporary folder, and fails if this has changed.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

VERSION = "2.0.1"

SCRIPT = r'''
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
assert read(early, "") == early + 1
assert str(read(late, "")).startswith("InvalidInputException"), "this has changed"
assert read(late, told) == late + 1
print("as described")
'''


def main():
    with tempfile.TemporaryDirectory() as folder:
        packages = str(Path(folder) / "packages")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--target", packages, f"duckdb=={VERSION}"], check=True)
        script = f"import sys\nsys.path.insert(0, {packages!r})\n{SCRIPT}"
        done = subprocess.run([sys.executable, "-c", script], cwd=folder, check=False)
    sys.exit(done.returncode)


main()
