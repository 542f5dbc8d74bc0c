"""Checks a file of records against fields.json, offline: python3 validate.py FILE.json|FILE.csv

Python 3.9 and later, standard library only. Prints one line a fault: record, field, rule, value; exit 1 when there are
any. It looks at single fields: presence, length, pattern, code, day, number. Rules over several fields, and whether an ID
is held, are the node's to check.
"""

import csv
import json
import os
import re
import sys
from datetime import date


def day(text):
    try:
        date.fromisoformat(text)
        return len(text) == 10
    except ValueError:
        return False


KINDS = {
    "date": day,
    "bigint": lambda text: re.fullmatch(r"-?\d{1,18}", text) is not None,
    "numeric": lambda text: re.fullmatch(r"-?\d{1,100}(\.\d{1,100})?", text) is not None,
    "boolean": lambda text: text in ("true", "false", "True", "False"),
}


def faults(field, value):
    if value is None or value == "":
        return ["missing"] if field["required"] else []
    text = str(value)
    found = []
    if not KINDS.get(field["kind"], lambda _: True)(text):
        found.append("format")
    if len(text) > field.get("maxLength", len(text)) or len(text) < field.get("minLength", 0):
        found.append("length")
    if "pattern" in field and re.fullmatch(field["pattern"], text) is None:
        found.append("pattern")
    if "codes" in field and text not in field["codes"]:
        found.append("code")
    return found


def records(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file)) if path.endswith(".csv") else json.load(file)


def main(path):
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "fields.json"), encoding="utf-8") as file:
        fields = json.load(file)["fields"]
    known = {field["name"] for field in fields}
    count = 0
    for number, record in enumerate(records(path), start=1):
        lines = [(name, "unknown-field", "") for name in record if name not in known]
        for field in fields:
            value = record.get(field["name"])
            lines += [(field["name"], rule, value) for rule in faults(field, value)]
        for name, rule, value in lines:
            print(f"{number}\t{name}\t{rule}\t{'' if value is None else value}")
        count += len(lines)
    return 1 if count else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
