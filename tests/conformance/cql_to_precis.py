"""Says a CQL expression in Precis. `null` becomes a fact that is not on file, a date without its day
a fact that is known to the month or year, and a list the items of the record.

A case becomes a `Question`: a condition that holds exactly when the value is the expected one, the facts
it reads, and whether it is expected to hold, not to hold, or to wait for facts.
"""

import calendar
import dataclasses

from cql_reader import RELATIONS, NotApplicable, read

FIELD_TYPES = {"Bool": "Bool ?", "Number": "decimal -1000.00000000 to 1000.00000000 ?", "Text": "Text ?",
               "Date": "Date approximate ?"}
ITEM_TYPES = {"Bool": "Flag", "Number": "Amount", "Text": "Word", "Date": "Day"}
CAST = {"Integer": "Number", "Decimal": "Number", "String": "Text", "Boolean": "Bool", "DateTime": "Date"}
ROUNDED = {"Round": "half up", "Ceiling": "up", "Floor": "down", "Truncate": "down"}
FUNCTIONS = {"Abs": "abs", "Exp": "exp", "Ln": "ln", "Power": "power"}
TOTALS = {"Sum": "sum", "Min": "min", "Max": "max"}
FOREIGN_CALLS = {
    "Mode": "statistics", "PopulationStdDev": "statistics", "Median": "statistics",
    "Precision": "the precision of a value", "Log": "logarithms to another base", "Message": "messages",
    "First": "lists as values", "Last": "lists as values", "IndexOf": "lists as values",
    "Skip": "lists as values", "Tail": "lists as values", "Take": "lists as values",
    "Descendents": "lists as values", "Now": "times of day",
}


@dataclasses.dataclass
class Question:
    condition: str
    expected: str  # yes, no, needs
    fields: list   # (name, type, value or None when it is not on file)


@dataclasses.dataclass
class Made:
    """An expression and its type; a null that still waits for its type has neither."""
    text: str | None
    type: str | None


def literal(node):
    kind = node[0]
    if kind == "bool":
        return Made(node[1], "Bool")
    if kind == "number":
        return Made(node[1] + unit_text(node[2]), "Number")
    if kind == "text":
        return Made(f'"{node[1]}"', "Text")
    if kind == "date":
        return Made("-".join(f"{part:02}" if i else f"{part:04}" for i, part in enumerate(node[1])), "Date")
    if kind == "unary" and node[1] == "-" and node[2][0] == "number":
        return Made("-" + literal(node[2]).text, "Number")
    return None


def unit_text(unit):
    if not unit:
        return ""
    return " " + unit if unit.isalpha() and len(unit) > 3 else f" '{unit}'"


class Translation:
    def __init__(self, on_file):
        self.on_file = on_file  # literals too are facts of the record
        self.fields = []

    def fact(self, kind, value=None):
        number = sum(field[1] == kind for field in self.fields) + 1
        name = f"{kind.lower().replace(' ', '_')}_{number}"
        self.fields.append((name, kind, value))
        return f"member.{name}"

    def known(self, made, other):
        """A null takes the type of what stands beside it."""
        if made.text is not None:
            return made
        kind = made.type or other or "Bool"
        return Made(self.fact(kind), kind)

    def pair(self, a, b):
        a, b = self.expr(a), self.expr(b)
        return self.known(a, b.type), self.known(b, a.type)

    def expr(self, node):
        kind = node[0]
        if kind == "null":
            return Made(None, CAST.get(node[1]) if node[1] else None)
        if kind == "date" and len(node[1]) < 3:
            return Made(self.fact("Date", literal(node).text), "Date")
        made = literal(node)
        if made and self.on_file and " " not in made.text.strip('"'):
            return Made(self.fact(made.type, made.text), made.type)
        if made:
            return made
        if kind in ("list", "interval"):
            raise NotApplicable("intervals and lists as values")
        return {"unary": self.unary, "binary": self.binary, "if": self.conditional, "call": self.call}[kind](*node[1:])

    def unary(self, operator, x):
        made = self.known(self.expr(x), "Bool" if operator == "not" else "Number")
        return Made(f"{operator} ({made.text})" if operator == "not" else f"-({made.text})", made.type)

    def binary(self, operator, x, y):
        if operator in ("in", "contains"):
            return self.membership(*((x, y) if operator == "in" else (y, x)))
        if operator == "^":
            return self.call("Power", [x, y])
        if operator == "div":
            a, b = self.pair(x, y)
            return Made(f"({a.text}) / ({b.text}) rounded down to whole", "Number")
        if operator == "mod":
            raise NotApplicable("remainders")
        a, b = self.pair(x, y)
        if operator == "implies":
            return Made(f"(not ({a.text})) or ({b.text})", "Bool")
        if operator == "xor":
            return Made(f"({a.text}) is not ({b.text})", "Bool")
        if operator in ("and", "or"):
            return Made(f"({a.text}) {operator} ({b.text})", "Bool")
        if "Text" in (a.type, b.type) and operator in "+-*/":
            raise NotApplicable("functions on texts and conversions")
        if operator in "+-*/":
            return Made(f"({a.text}) {operator} ({b.text})", a.type)
        left = self.fact("Text", a.text) if a.text.startswith('"') else a.text
        return Made(f"({left}) {RELATIONS.get(operator, operator)} ({b.text})", "Bool")

    def membership(self, x, y):
        made = self.known(self.expr(x), "Number")
        if y[0] == "interval":
            low, high = self.pair(y[1], y[2])
            return Made(f"{made.text} between {low.text} and {high.text}", "Bool")
        if y[0] != "list":
            raise NotApplicable("intervals and lists as values")
        item = self.items(y)
        left = self.fact("Text", made.text) if made.text.startswith('"') else made.text
        if ("null", None) in y[1]:
            raise NotApplicable("an unknown item of a list, which a test cannot name")
        return Made(f"any x in {item} where x.value is {left}", "Bool")

    def items(self, node):
        """A list literal as items of the record."""
        if node[0] == "null":
            return self.fact("list Amount", [])
        if node[0] != "list":
            raise NotApplicable("intervals and lists as values")
        made = [literal(item) or self.expr(item) for item in node[1]]
        kinds = {item.type for item in made} - {None}
        if len(kinds) > 1 or any(item.text is None and item.type for item in made):
            raise NotApplicable("lists of several types")
        kind = kinds.pop() if kinds else "Bool"
        if any(item.text and "." in item.text and item.type != "Number" for item in made):
            raise NotApplicable("intervals and lists as values")
        return self.fact("list " + ITEM_TYPES[kind], [item.text for item in made])

    def conditional(self, condition, then, other):
        made = self.known(self.expr(condition), "Bool")
        a, b = self.pair(then, other)
        return Made(f"if {made.text} then ({a.text}) else ({b.text})", a.type)

    def fact_of(self, node):
        """What can be asked whether it is known is a fact."""
        made = self.expr(node)
        if made.text and made.text.startswith("member."):
            return made
        kind = made.type or "Bool"
        return Made(self.fact(kind, made.text), kind)

    def call(self, name, arguments):
        if name in FOREIGN_CALLS:
            raise NotApplicable(FOREIGN_CALLS[name])
        if name in ("AllTrue", "AnyTrue", "Exists", "Length"):
            return self.question_of_list(name, arguments[0])
        if name in ("IsNull", "IsTrue", "IsFalse"):
            x = self.fact_of(arguments[0]).text
            return Made({"IsNull": f"{x} is unknown", "IsTrue": f"({x} is known) and {x}",
                         "IsFalse": f"({x} is known) and (not {x})"}[name], "Bool")
        if name == "Coalesce":
            return self.coalesce(arguments[0][1] if arguments[0][0] == "list" else arguments)
        if name == "Today":
            return Made("request.date", "Date")
        if name in ROUNDED and len(arguments) < 3:
            return self.rounded(name, *arguments)
        if name in FUNCTIONS:
            given = [self.known(self.expr(argument), "Number") for argument in arguments]
            return Made(f"{FUNCTIONS[name]}({', '.join(it.text for it in given)})", given[0].type)
        if name == "Avg":
            items = self.items(arguments[0])
            return Made(f"sum(x.value for x in {items}) / count(x in {items})", "Number")
        if name in TOTALS:
            return Made(f"{TOTALS[name]}(x.value for x in {self.items(arguments[0])})", "Number")
        raise NotApplicable("functions on texts and conversions")

    def rounded(self, name, x, places=("number", "0", "")):
        made = self.known(self.expr(x), "Number")
        to = "whole" if places[1] == "0" else f"{places[1]} places"
        return Made(f"({made.text}) rounded {ROUNDED[name]} to {to}", "Number")

    def question_of_list(self, name, node):
        if node[0] == "text":
            raise NotApplicable("functions on texts and conversions")
        items = self.items(node)
        text = {"AllTrue": f"all x in {items} satisfy x.value", "AnyTrue": f"any x in {items} where x.value",
                "Exists": f"any x in {items}", "Length": f"count(x in {items})"}[name]
        return Made(text, "Number" if name == "Length" else "Bool")

    def coalesce(self, nodes):
        made = [literal(node) or self.expr(node) for node in nodes]
        kind = next(item.type for item in made if item.type)
        facts = [self.fact(kind, item.text) for item in made]
        text = facts[-1]
        for fact in reversed(facts[:-1]):
            text = f"({fact} otherwise {text})"
        return Made(text, kind)

    def whole(self, node, output):
        made = self.known(self.expr(node), None)
        if made.type == "Bool":
            return made.text, {"true": "yes", "false": "no", "null": "needs"}[output]
        wanted = read(output)
        if wanted[0] == "null":
            threshold = {"Number": ">= 1", "Date": ">= 2000-01-01"}.get(made.type)
            if threshold is None:
                raise NotApplicable("texts that may be anything")
            return f"({made.text}) {threshold}", "needs"
        if wanted[0] == "date" and len(wanted[1]) < 3:
            year, *month = wanted[1]
            first, last = (month * 2 or [1, 12])
            days = calendar.monthrange(year, last)[1]
            return f"({made.text}) between {year}-{first:02}-01 and {year}-{last:02}-{days}", "yes"
        if literal(wanted) is None:
            raise NotApplicable("intervals and lists as values")
        left = self.fact("Text", made.text) if made.text.startswith('"') else made.text
        return f"({left}) is {literal(wanted).text}", "yes"


def question(case, on_file):
    translation = Translation(on_file)
    condition, expected = translation.whole(read(case["expr"]), case["output"][0])
    return Question(condition, expected, translation.fields)
