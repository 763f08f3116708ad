"""The expression tests of CQL, on Precis: cql_test.py <precis> [--groups]

Every case that Precis has the notion of becomes a decision and an in-language test, so that compiled code
and interpreter both answer it. What Precis answers otherwise on purpose stands in `cql_deviations.py`, and is
checked as well. Without the shared data the test is skipped.
"""

import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from cql_deviations import DEVIATIONS
from cql_reader import NotApplicable
from cql_to_precis import FIELD_TYPES, ITEM_TYPES, question

SKIPPED = 77
FIXED = """module conformance.cql
record Flag   { value : Bool ? }
record Amount { value : decimal -1000.0 to 1000.0 ? }
record Word   { value : Text ? }
record Day    { value : Date ? }
request Request { date : Date  aside : Bool }
outcome Answer { yes favorable  other favorable }
"""
# `aside` is false: a rule that could be seen never to hold would be refused.
POLICY = """policy {name} "{name}" (member : Member, request : Request) at request.date {{
  version "1"
  effective 2000-01-01 to 2030-12-31
  decision answer : Answer by first match {{ rule holds "holds" {{ when ({condition}) or request.aside then yes }} otherwise other }}
}}
"""


def field_type(kind):
    return "list of " + kind.split()[1] if kind.startswith("list ") else FIELD_TYPES[kind]


def schema_of(questions):
    fields = {name: kind for it in questions.values() for name, kind, _ in it.fields}
    lines = [f"  {name} : {field_type(kind)}" for name, kind in sorted(fields.items())]
    return "schema Member {\n" + "\n".join(lines) + "\n}\n"


def given(fields):
    parts = []
    for name, kind, value in fields:
        if kind.startswith("list "):
            items = ("{}" if item is None else f"{{ value: {item} }}" for item in value)
            parts.append(f"{name}: [ {', '.join(items)} ]")
        elif value is not None:
            parts.append(f"{name}: {value}")
    return "{ " + ", ".join(parts) + " }"


def expectation(name, answer, fields):
    if answer == "faults":
        return f"expect {name}.answer faults"
    if answer != "needs":
        return f"expect {name}.answer is {'yes' if answer == 'yes' else 'other'}"
    unknown = [f"member.{fact}" for fact, kind, value in fields
               if value is None or (kind == "Date" and len(value) < len("2014-02-15"))]
    return f"expect {name}.answer needs {{ {', '.join(unknown)} }}"


def program_of(questions):
    """A policy and a test for each question, and the line each begins at."""
    text, lines = FIXED + schema_of(questions), {}
    for name, it in questions.items():
        lines[name] = text.count("\n") + 1
        text += POLICY.format(name=name, condition=it.condition)
        if not it.expected.startswith("E"):
            text += (f'test "{name}" {{ given member {given(it.fields)} given request {{ date: 2020-06-15, aside: false }} '
                     f"{expectation(name, it.expected, it.fields)} }}\n")
    return text, lines


def run(precis, verb, text):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "cql.precis"
        path.write_text(text)
        done = subprocess.run([precis, verb, str(path)], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def wrong_answers(precis, questions):
    """Names of the questions that Precis answers otherwise, with what it says."""
    answered = {name: it for name, it in questions.items() if not it.expected.startswith("E")}
    said = run(precis, "test", program_of(answered)[0])
    wrong = {name: why for name, why in re.findall(r'FAILED "(\w+)"\n((?: .*\n)*)', said)}
    if not re.search(r"^\d+ passed, \d+ failed$", said, re.MULTILINE):
        wrong["the program"] = said
    refused = {name: it for name, it in questions.items() if it.expected.startswith("E")}
    text, lines = program_of(refused)
    said = run(precis, "check", text)
    found = collections.defaultdict(list)
    for code, line in re.findall(r"^error (E\d+):.*\n.*cql\.precis:(\d+)", said, re.MULTILINE):
        owner = [name for name in lines if lines[name] <= int(line)][-1]
        found[owner].append(code)
    for name, it in refused.items():
        if found[name] != [it.expected]:
            wrong[name] = f"  expected  {it.expected}\n  actual    {found[name]}\n"
    return wrong


class Report:
    """Counts, by suite and group."""

    def __init__(self):
        self.counts = collections.defaultdict(collections.Counter)
        self.reasons = collections.Counter()

    def count(self, case, what):
        suite = case["suite"].removeprefix("Cql").removesuffix("Test")
        for row in (suite, f"{suite} / {case['group']}", "all"):
            self.counts[row][what] += 1
            self.counts[row]["cases"] += 1

    def lines(self, groups):
        for row, it in sorted(self.counts.items()):
            if groups == ("/" in row):
                yield (f"{row}: {it['cases']} cases, {it['passed'] + it['deviating'] + it['wrong']} translated, "
                       f"{it['passed']} passed, {it['deviating']} deviating, {it['not applicable']} not applicable")


def main(precis, show_groups):
    data = pathlib.Path(os.environ.get("PRECIS_DATA", "../shared/data")) / "conformance/cql_expressions.jsonl"
    if not data.exists():
        print(f"skipped: {data} is not there")
        return SKIPPED
    cases = [json.loads(line) for line in data.read_text().splitlines()]
    report, questions, owners = Report(), {}, {}
    for number, case in enumerate(cases):
        deviation = DEVIATIONS.get(case["name"])
        try:
            for form in ("written", "on_file"):
                it = question(case, form == "on_file")
                if deviation:
                    it.expected = deviation.answer
                    it.condition = deviation.condition or it.condition
                questions[f"{case['name']}_{form}"] = it
            owners[case["name"]] = (case, deviation)
        except NotApplicable as reason:
            report.count(case, "not applicable")
            report.reasons[str(reason)] += 1
    wrong = wrong_answers(precis, questions)
    failed = {name.removesuffix("_written").removesuffix("_on_file") for name in wrong}
    for name, (case, deviation) in owners.items():
        ran = "the program" not in wrong and name not in failed
        report.count(case, "deviating" if ran and deviation else "passed" if ran else "wrong")
    for name, why in wrong.items():
        print(f"{name}: {questions[name].condition if name in questions else ''}\n{why}")
    unused = set(DEVIATIONS) - set(owners)
    for name in unused:
        print(f"no such translated case: {name}")
    print("\n".join(f"note: CQL {line}" for line in report.lines(False)))
    print("note: CQL not applicable: " + ", ".join(f"{why} {n}" for why, n in report.reasons.most_common()))
    if show_groups:
        print("\n".join(report.lines(True)))
    return 1 if wrong or unused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], "--groups" in sys.argv))
