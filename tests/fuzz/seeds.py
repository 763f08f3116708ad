"""Makes the inputs that fuzzing starts from, a folder for each door, out of what the tests hold.

    seeds.py <folder>

Goldens, policies, library and error pages give programs; `.cases` files and the records in `.cmd`
files give records; the units of programs and of the UCUM table give units. Run at the root of the
repository. Names are hashes of contents, so that two runs give the same folder.
"""

import gzip
import hashlib
import json
import lzma
import pathlib
import re
import sys

folder = pathlib.Path(sys.argv[1])


def add(door, content):
    data = content if isinstance(content, bytes) else content.encode()
    target = folder / door / hashlib.sha256(data).hexdigest()[:16]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def texts(pattern):
    for root in ("tests", "policies", "stdlib", "docs"):
        for path in sorted(pathlib.Path(root).rglob(pattern)):
            yield path.read_text(encoding="utf-8", errors="surrogateescape")


def programs():
    yield from texts("*.precis")
    for page in texts("E*.md"):
        yield from re.findall(r"```precis\n(.*?)```", page, re.DOTALL)


def records():
    """Groups of lines, each one input."""
    yield from texts("*.cases")
    yield from texts("*.ndjson")
    for command in texts("*.cmd"):
        for block in re.findall(r"<<'END'\n(.*?)^END$", command, re.DOTALL | re.MULTILINE):
            if block.lstrip().startswith("{"):
                yield block


def resources(bundle):
    for entry in bundle.get("entry", []):
        yield json.dumps(entry.get("resource", {}))


def exports():
    """The bundles among the records, taken apart as a bulk export has them."""
    for group in records():
        for line in group.splitlines():
            try:
                value = json.loads(line)
            except ValueError:
                continue
            if isinstance(value, dict) and value.get("resourceType") == "Bundle":
                yield "\n".join(resources(value))


for program in programs():
    data = program.encode("utf-8", errors="surrogateescape")
    add("parser", data)
    add("format", data)
    add("checker", data)
    for unit in re.findall(r"'([^'\s]+)'", program):
        add("units", unit)
    for unit in re.findall(r"\d ([A-Za-z_]+(?:/[A-Za-z_]+)*)", program):
        add("units", unit)
for unit in re.findall(r'^[A-Z]+\("([^"]+)"', pathlib.Path("runtime/units.def").read_text(),
                       re.MULTILINE):
    add("units", unit)
    add("units", f"k{unit}.10*3/({unit}2)")
for group in records():
    data = group.encode("utf-8", errors="surrogateescape")
    add("records", data)
    add("packed", data)
    add("packed", gzip.compress(data, mtime=0))
    add("packed", lzma.compress(data))
for group in exports():
    add("export", group)
    half = group.find("\n", len(group) // 2)
    if half > 0:
        add("export", group[:half] + "\n----\n" + group[half + 1:])
