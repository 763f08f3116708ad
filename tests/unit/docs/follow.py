"""Does what docs/tutorial.md tells its reader to do, and compares what is shown with what happens.

    follow.py <page.md> <folder of the precis program> [--bless]

A comment above a block says what the reader does with it; the reader sees only the block:

    <!-- file.precis -->                         the block is the file
    <!-- file.precis end -->                     it comes at the end of the file
    <!-- file.precis above: some text -->        it comes above the one line that contains the text
    <!-- file.precis below: some text -->        below that line
    <!-- file.precis instead of: some text -->   it replaces that line

In a `console` block, `$ command` is run in the reader's folder, and the lines after it are what it
prints; a line `…` stands for any number of lines. At the end, the files that lie beside the page, in
the folder named like it, must be those that the reader now has. With --bless the page gets what is
printed now.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

ANYTHING = "…"
DIRECTIVE = re.compile(r"<!-- (\S+?)(?: (end|above|below|instead of)(?:: (.*))?)? -->$")


class Wrong(Exception):
    pass


def write(folder, name, place, text, block):
    path = folder / name
    if place is None:
        path.write_text("".join(block))
        return
    lines = path.read_text().splitlines(keepends=True)
    if place == "end":
        path.write_text("".join(lines + block))
        return
    found = [number for number, line in enumerate(lines) if text in line]
    if len(found) != 1:
        raise Wrong(f"{name}: {len(found)} lines contain `{text}`")
    begin = found[0] + (place == "below")
    lines[begin:found[0] + (place != "above")] = block
    path.write_text("".join(lines))


def matches(shown, printed):
    """Whether the lines are equal, where ANYTHING stands for any lines."""
    if ANYTHING not in shown:
        return shown == printed
    at = shown.index(ANYTHING)
    if shown[:at] != printed[:at]:
        return False
    rest = shown[at + 1:]
    return any(matches(rest, printed[i:]) for i in range(at, len(printed) + 1))


def shortened(shown, printed):
    """What to show instead, as long at either end as it was."""
    if ANYTHING not in shown:
        return printed
    head, tail = shown.index(ANYTHING), shown[::-1].index(ANYTHING)
    return printed[:head] + [ANYTHING] + printed[len(printed) - tail:]


class Reader:
    def __init__(self, folder, programs):
        self.folder = folder
        self.exit_code = 0
        self.environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"}

    def run(self, command):
        done = subprocess.run(["bash", "-c", f"(exit {self.exit_code})\n{command}"],
                              cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.exit_code = done.returncode
        return done.stdout.decode().splitlines()

    def follow(self, lines):
        """Gives the page as it should be, and what differs."""
        page, problems, directive, i = [], [], None, 0
        while i < len(lines):
            opening = lines[i]
            page.append(opening)
            i += 1
            if found := DIRECTIVE.match(opening):
                directive = found
            if not opening.startswith("```"):
                continue
            end = lines.index("```", i)
            block = lines[i:end]
            if opening == "```console":
                block = self.console(block, i, problems)
            elif directive:
                write(self.folder, *directive.groups(), [line + "\n" for line in block])
            directive = None
            page += block + ["```"]
            i = end + 1
        return page, problems

    def console(self, block, first, problems):
        result, i = [], 0
        while i < len(block):
            if not block[i].startswith("$ "):
                raise Wrong(f"line {first + i + 1}: a console block begins with a command")
            printed = self.run(block[i][2:])
            end = i + 1
            while end < len(block) and not block[end].startswith("$ "):
                end += 1
            shown = block[i + 1:end]
            result += [block[i]]
            if matches(shown, printed):
                result += shown
            else:
                result += shortened(shown, printed)
                problems.append(f"line {first + i + 1}: `{block[i]}` prints\n  "
                                + "\n  ".join(printed) + "\nand not\n  " + "\n  ".join(shown))
            i = end
        return result


def main(page, programs, *options):
    page = pathlib.Path(page)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        text, problems = Reader(folder, pathlib.Path(programs).resolve()).follow(
            page.read_text().splitlines())
        if "--bless" in options:
            page.write_text("\n".join(text) + "\n")
            problems = []
        for kept in sorted(page.with_suffix("").glob("*")):
            reached = folder / kept.name
            if "--bless" in options and reached.exists():
                kept.write_bytes(reached.read_bytes())
            elif not reached.exists() or kept.read_bytes() != reached.read_bytes():
                problems.append(f"{kept} is not what a reader of {page} has in the end")
    print("\n\n".join(problems) if problems else f"{page}: followed to the end")
    return 1 if problems else 0


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except Wrong as wrong:
        sys.exit(f"{sys.argv[1]}: {wrong}")
