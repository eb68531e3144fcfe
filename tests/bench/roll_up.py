"""The sums of a folder of returns, by DuckDB or by pandas, as a person would write
them: every measure by team, quarter and part. Prints how many there are, and the
direct contacts."""

import glob
import sys

engine, folder = sys.argv[1:]

if engine == "duckdb":
    import duckdb

    cells = duckdb.sql(
        f"""
        with returns as (
            select team.id as team, quarter.code as quarter, unnest(measures) as cell
            from read_json(
                '{folder}/*.json',
                columns = {{
                    team: 'STRUCT(id VARCHAR)',
                    quarter: 'STRUCT(code VARCHAR)',
                    measures: 'STRUCT(measure VARCHAR, breakdown JSON, count UBIGINT, part UBIGINT, whole UBIGINT)[]'
                }},
                maximum_object_size = 104857600
            )
        )
        select team, quarter, cell.measure as measure, cell.breakdown as breakdown,
            sum(coalesce(cell.count, cell.part)) as count, sum(cell.whole) as whole
        from returns group by all
        """
    ).fetchall()
    contacts = sum(
        row[4] for row in cells
        if row[2] == "direct-contacts" and "place" not in row[3] and "month" not in row[3]
    )
    print(len(cells), contacts)
else:
    import json

    import pandas

    rows = []
    for path in glob.glob(folder + "/*.json"):
        with open(path, encoding="utf-8") as file:
            one = json.load(file)
        for cell in one["measures"]:
            parts = ";".join(f"{k}={v}" for k, v in cell.get("breakdown", {}).items())
            count = cell.get("count", cell.get("part"))
            rows.append((one["team"]["id"], one["quarter"]["code"], cell["measure"], parts, count, cell.get("whole", 0)))
    names = ["team", "quarter", "measure", "breakdown", "count", "whole"]
    cells = pandas.DataFrame(rows, columns=names)
    cells = cells.groupby(names[:4], as_index=False).sum()
    plain = ~cells.breakdown.str.contains("place|month")
    contacts = cells[(cells.measure == "direct-contacts") & plain]["count"].sum()
    print(len(cells), contacts)
