#!/usr/bin/env python3
"""The rules of the house that a compiler cannot see. Prints each breach; exit code 1 if there is one.

The layer table and the other rules are data, at the top. docs/architecture.md says why they are so.
"""

import glob
import pathlib
import re
import sys

BASE = {"compiler/support", "compiler/source"}

# What a folder may include, beside itself and (in the compiler) BASE. A folder that is not here
# does not exist. "*" is everything.
USES = {
    "compiler/support": set(),
    "compiler/source": {"compiler/support"},
    "compiler/diagnostics": BASE,
    "compiler/syntax": BASE,
    "compiler/typed": BASE | {"compiler/syntax", "runtime"},
    "compiler/ir": BASE | {"runtime"},
    "compiler/parse": BASE | {"compiler/syntax", "compiler/diagnostics"},
    "compiler/format": BASE | {"compiler/syntax"},
    "compiler/reference": BASE | {"compiler/diagnostics", "runtime", "runtime/ingest"},
    "compiler/check": BASE | {"compiler/syntax", "compiler/typed", "compiler/diagnostics",
                              "compiler/reference", "runtime"},
    "compiler/lower": BASE | {"compiler/typed", "compiler/ir", "runtime"},
    "compiler/passes": BASE | {"compiler/ir", "runtime"},
    "compiler/interp": BASE | {"compiler/ir", "runtime"},
    "compiler/codegen": BASE | {"compiler/ir", "runtime"},
    "compiler/jit": BASE | {"compiler/codegen", "compiler/ir", "runtime"},
    "compiler/html": BASE,
    "compiler/explain": BASE | {"compiler/ir", "compiler/html", "compiler/interp", "runtime"},
    "compiler/inquire": BASE | {"compiler/ir", "compiler/interp", "compiler/explain", "runtime",
                                "runtime/ingest"},
    "compiler/change": BASE | {"compiler/ir", "compiler/explain", "compiler/interp", "runtime"},
    "compiler/coverage": BASE | {"compiler/ir", "runtime"},
    "compiler/sample": BASE | {"compiler/ir", "runtime"},
    "compiler/book": BASE | {"compiler/typed", "compiler/ir", "compiler/coverage",
                             "compiler/html", "runtime"},
    "compiler/verdict": BASE | {"compiler/ir", "compiler/explain", "runtime"},
    "compiler/mutate": BASE | {"compiler/syntax", "runtime"},
    "compiler/driver": {"*"},
    "runtime": set(),
    "runtime/ingest": {"runtime"},
    # The driver's functions, and the data they hand out. No stage.
    "tools/cli": BASE | {"compiler/driver", "compiler/diagnostics", "compiler/typed", "compiler/ir",
                         "compiler/explain", "compiler/inquire", "compiler/book",
                         "compiler/coverage", "compiler/verdict",
                         "compiler/mutate", "runtime", "runtime/ingest"},
    "tools/synth": {"runtime", "runtime/ingest"},
    "tools/lint": set(),
}

# Foreign headers, and the folders or files that may include them. Tests may use all.
HOMES = {
    r"antlr4|Precis(Lexer|Parser)": ["compiler/parse"],
    r"llvm[-/]": ["compiler/codegen", "compiler/jit"],
    r"nlohmann/|simdjson": ["runtime/ingest", "compiler/explain",
                            "compiler/inquire/questionnaire.cpp",
                            "compiler/diagnostics/render_json.cpp", "tools"],
    r"CLI/": ["tools"],
}

# Text that may stand only in these folders.
ONLY_IN = {
    r"\b(dynamic_cast|typeid|std::any)\b": ("run-time type information", ["compiler/parse"]),
}

# Where codes are declared: DIAGNOSTIC(E0101, …), REJECTION(E0801, …).
CATALOGS = ["compiler/diagnostics/catalog.def", "runtime/ingest/rejections.def"]

MAX_LINES = 800
MAX_GOLDEN_LINES = 80
TOP_FOLDERS = {"grammar", "compiler", "runtime", "stdlib", "policies", "tools", "tests", "bench",
               "docs", "cmake", ".ci"}
CODE_FOLDERS = ["compiler", "runtime", "tools"]
SKIPPED = {".git", "build"}
MACHINE_PATH = re.compile(r"(?<![\w.~*-])/(?:work|home|root|Users|workspace)/\w")


def is_text(path):
    return path.suffix in {".h", ".cpp", ".def", ".g4", ".py", ".sh", ".md", ".txt", ".cmake",
                           ".json", ".precis", ".diag", ".typed", ".ir", ".out", ".explain",
                           ".changes", ".cases", ".html", ".yml", ""}


def all_files(root):
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        if relative.parts[0] not in SKIPPED and path.is_file() and "__pycache__" not in path.parts:
            yield relative


def within(path, homes):
    return any(path == home or path.startswith(home + "/") for home in homes)


def layer_of(path):
    """The room a file is in: `compiler/check`, `runtime/ingest`, `runtime`, …"""
    parts = pathlib.PurePosixPath(path).parts
    if parts[0] == "runtime":
        return "/".join(parts[:2]) if len(parts) > 2 else "runtime"
    return "/".join(parts[:2])


def check_includes(path, lines):
    here = layer_of(path)
    if here not in USES:
        yield f"{path}: folder `{here}` is not in the layer table of tools/lint/lint.py"
        return
    allowed = USES[here] | {here}
    for number, line in enumerate(lines, 1):
        found = re.match(r'\s*#\s*include\s+["<]([^">]+)', line)
        if not found:
            continue
        target = found[1]
        for header, homes in HOMES.items():
            if re.match(header, target) and not within(path, homes):
                yield f"{path}:{number}: `{target}` may be included only in {', '.join(homes)}"
        if target.split("/")[0] in CODE_FOLDERS + ["tests", "bench"]:
            if layer_of(target) not in allowed and "*" not in allowed:
                yield f"{path}:{number}: `{here}` may not use `{layer_of(target)}`"


def check_only_in(path, lines):
    for pattern, (what, homes) in ONLY_IN.items():
        for number, line in enumerate(lines, 1):
            code = line.split("//")[0]
            if re.search(pattern, code) and not within(path, homes):
                yield f"{path}:{number}: {what} belongs to {', '.join(homes)}"


def arguments_of(text, start):
    """The top-level arguments of the call whose `(` is at `start`, each with its offset."""
    depth, begin, arguments, i = 0, start + 1, [], start
    while i < len(text):
        c = text[i]
        if c in "\"'" and not (c == "'" and text[i - 1].isalnum()):
            end = i + 1
            while end < len(text) and text[end] != c:
                end += 2 if text[end] == "\\" else 1
            i = end
        elif c in "([{":
            depth += 1
        elif c in ")]}":
            depth -= 1
            if depth == 0:
                arguments.append((begin, text[begin:i]))
                return arguments
        elif c == "," and depth == 1:
            arguments.append((begin, text[begin:i]))
            begin = i + 1
        i += 1
    return arguments


def check_matches(path, text):
    # Comments are blanked, so that their quotes and brackets do not confuse the scan.
    code = re.sub(r"//[^\n]*", lambda found: " " * len(found[0]), text)
    for call in re.finditer(r"\bmatch\s*\(", code):
        for offset, argument in arguments_of(code, call.end() - 1)[1:]:
            if re.match(r"\s*\[[^\]]*\]\s*(<[^>]*>\s*)?\(\s*(const\s+)?(auto|T)\b", argument):
                number = code.count("\n", 0, offset + len(argument) - len(argument.lstrip())) + 1
                yield f"{path}:{number}: a catch-all arm in `match` swallows the cases of tomorrow"


def check_header(path, lines):
    if "#pragma once" not in lines[:1]:
        yield f"{path}:1: a header begins with `#pragma once`"
    opening = [line for line in lines[1:8] if line.strip()]
    if not any(line.startswith("//") for line in opening):
        yield f"{path}:1: a header opens with what it is for"


def check_size(path, lines):
    golden = path.startswith("tests/golden/") and not path.endswith((".cpp", ".h", ".txt", ".md"))
    limit = MAX_GOLDEN_LINES if golden else MAX_LINES
    if golden or path.endswith((".h", ".cpp", ".py", ".g4", ".precis")):
        if len(lines) > limit:
            yield f"{path}: {len(lines)} lines; the limit is {limit}"


def check_machine_paths(path, lines):
    for number, line in enumerate(lines, 1):
        found = MACHINE_PATH.search(line)
        if found:
            yield f"{path}:{number}: `{line[found.start():].split()[0]}` is a path of one machine"


def check_document(root, path, lines):
    fenced = False
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        if fenced:
            continue
        for name in re.findall(r"`([^`\s]+)`", line):
            name = re.sub(r":\d+(:\d+)?$", "", name).removeprefix("./")
            is_path = "/" in name and name.split("/")[0] in TOP_FOLDERS
            if is_path and not re.search(r"[<>{}…]|\.\.\.", name):
                if not glob.glob(str(root / name)):
                    yield f"{path}:{number}: `{name}` does not exist"
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", line):
            if "://" not in target and not target.startswith("mailto:"):
                if not ((root / path).parent / target).exists():
                    yield f"{path}:{number}: the link to `{target}` leads nowhere"


def check_error_pages(root):
    pages = {page.stem for page in (root / "docs/errors").glob("[EW]*.md")}
    codes = set()
    for catalog in CATALOGS:
        if not (root / catalog).exists():
            continue
        for code in re.findall(r"^[A-Z]+\(([EW]\d{4}),", (root / catalog).read_text(), re.MULTILINE):
            codes.add(code)
            if code not in pages:
                yield f"{catalog}: {code} has no page docs/errors/{code}.md"
    for page in sorted(pages - codes):
        yield f"docs/errors/{page}.md: no diagnostic has this code"


def breaches(root):
    for relative in all_files(root):
        path = relative.as_posix()
        if not is_text(relative):
            continue
        text = (root / relative).read_text(encoding="utf-8", errors="replace")
        lines = text.splitlines()
        yield from check_size(path, lines)
        yield from check_machine_paths(path, lines)
        if path.endswith(".md"):
            yield from check_document(root, path, lines)
        if path.endswith((".h", ".cpp")):
            yield from check_matches(path, text)
            if path.split("/")[0] in CODE_FOLDERS:
                yield from check_includes(path, lines)
                yield from check_only_in(path, lines)
        if path.endswith(".h"):
            yield from check_header(path, lines)
    yield from check_error_pages(root)


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    found = list(breaches(root))
    print("\n".join(found) if found else "lint ok")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
