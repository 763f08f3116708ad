"""Splits bundles, one a line, into a bulk export: a file for each resource type, a resource a line."""

import json
import pathlib
import sys

bundles, folder = sys.argv[1], pathlib.Path(sys.argv[2])
files = {}
for line in open(bundles, encoding="utf-8"):
    for entry in json.loads(line).get("entry", []):
        resource = entry["resource"]
        files.setdefault(resource["resourceType"], []).append(json.dumps(resource))
for kind, lines in files.items():
    (folder / f"{kind}.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")
