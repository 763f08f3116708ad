"""Reads the part of CQL that the shared expression tests are written in, as nested tuples.

A node is `(kind, …)`: ("null", type), ("bool", text), ("number", digits, unit), ("text", text),
("date", [year, month, day]), ("list", items), ("interval", low, high), ("call", name, arguments),
("unary", operator, x), ("binary", operator, x, y), ("if", condition, then, else). What Precis has no
notion of raises `NotApplicable`, with the reason that the report shows.
"""

import re


class NotApplicable(Exception):
    pass


TOKEN = re.compile(r"""\s*(?:
  (?P<time>@T[\d:.]+|@[\d-]+T[\d:.]+(?:Z|[+-][\d:]+)?)
  |(?P<date>@\d{4}(?:-\d\d(?:-\d\d)?)?T?)
  |(?P<number>\d+(?:\.\d+)?)L?
  |(?P<text>'[^']*')
  |(?P<word>[A-Za-z_]\w*)
  |(?P<sign>!=|!~|<=|>=|[-+*/^=<>~(){}\[\],.:|])
)""", re.VERBOSE)

UNITS = {"year", "month", "week", "day", "hour", "minute", "second", "millisecond"}
PRECISIONS = "|".join(UNITS)
TIMES = {"hour", "minute", "second", "millisecond"}
RELATIONS = {"=": "is", "!=": "is not", "~": "is", "!~": "is not",
             "<": "<", "<=": "<=", ">": ">", ">=": ">="}
# Words that begin a notion which Precis has not.
FOREIGN = {
    "Tuple": "tuples", "Now": "times of day", "Time": "times of day", "from": "queries over literal lists",
    "predecessor": "the value before or after another", "successor": "the value before or after another",
    "maximum": "the largest value of a type", "minimum": "the largest value of a type",
    "difference": "whole calendar units between two dates", "duration": "whole calendar units between two dates",
    "convert": "conversions between text and other types", "collapse": "intervals as values",
    "expand": "intervals as values", "width": "intervals as values", "start": "intervals as values",
    "end": "intervals as values", "flatten": "lists as values", "distinct": "lists as values",
    "singleton": "lists as values", "exists": "lists as values", "point": "intervals as values",
}


def tokens_of(text):
    text = re.sub(r"//[^\n]*|/\*.*?\*/", " ", text, flags=re.DOTALL).strip()
    at, found = 0, []
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise NotApplicable("characters outside the subset")
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


class Reader:
    def __init__(self, text):
        self.tokens = tokens_of(text)
        self.at = 0

    def peek(self, ahead=0):
        at = self.at + ahead
        return self.tokens[at][1] if at < len(self.tokens) else None

    def kind(self):
        return self.tokens[self.at][0] if self.at < len(self.tokens) else None

    def take(self, *words):
        """Whether the next tokens are these; they are read if so."""
        if [self.peek(i) for i in range(len(words))] != list(words):
            return False
        self.at += len(words)
        return True

    def need(self, word):
        if not self.take(word):
            raise NotApplicable("queries over literal lists" if self.peek() else "statements")

    def whole(self):
        node = self.implication()
        if self.at != len(self.tokens):
            raise NotApplicable(rest_reason(self.peek()))
        return node

    def levels(self, operators, below):
        node = below()
        while self.peek() in operators:
            operator = self.peek()
            self.at += 1
            node = ("binary", operator, node, below())
        return node

    def implication(self):
        return self.levels({"implies"}, self.disjunction)

    def disjunction(self):
        return self.levels({"or", "xor"}, self.conjunction)

    def conjunction(self):
        return self.levels({"and"}, self.negation)

    def negation(self):
        if self.take("not"):
            return ("unary", "not", self.negation())
        return self.membership()

    def membership(self):
        return self.levels({"in", "contains"}, self.equality)

    def equality(self):
        return self.levels({"=", "!=", "~", "!~"}, self.order)

    def order(self):
        return self.levels({"<", "<=", ">", ">="}, self.timing)

    def timing(self):
        node = self.sum()
        relation = self.timing_relation()
        return ("binary", relation, node, self.sum()) if relation else node

    def timing_relation(self):
        """`same day or after` and its like, at the precision of a day: the one that Precis has."""
        words = " ".join(str(self.peek(i)) for i in range(5))
        forms = [(rf"same ({PRECISIONS}) as", "is", 3), (rf"same ({PRECISIONS}) or after", "on or after", 4),
                 (rf"same ({PRECISIONS}) or before", "on or before", 4),
                 (rf"(before|after) ({PRECISIONS}) of", None, 3), (r"(before|after) ", None, 1),
                 (r"on or (before|after) ", "", 3)]
        for form, relation, count in forms:
            match = re.match(form, words)
            if not match:
                continue
            if set(match.groups()) & TIMES:
                raise NotApplicable("times of day")
            if set(match.groups()) & {"year", "month", "week"}:
                raise NotApplicable("comparing dates by a coarser precision than the day")
            self.at += count
            return relation or ("on or " if relation == "" else "") + match[1]
        return None

    def sum(self):
        return self.levels({"+", "-"}, self.product)

    def product(self):
        return self.levels({"*", "/", "div", "mod"}, self.power)

    def power(self):
        return self.levels({"^"}, self.sign)

    def sign(self):
        if self.take("-"):
            return ("unary", "-", self.sign())
        if self.take("+"):
            return self.sign()
        return self.cast()

    def cast(self):
        node = self.term()
        if self.take("as"):
            name = self.peek()
            self.at += 1
            if self.take("<") and node == ("null", None):
                raise NotApplicable("intervals and lists as values")
            node = ("null", name) if node == ("null", None) else node
        if self.take("is", "null"):
            node = ("call", "IsNull", [node])
        return node

    def term(self):
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else (None, None)
        self.at += 1
        if kind == "time":
            raise NotApplicable("times of day")
        if kind == "date":
            return ("date", [int(part) for part in text.strip("@T").split("-")])
        if kind == "number":
            return self.quantity(text)
        if kind == "text":
            return ("text", text[1:-1])
        if text in ("true", "false"):
            return ("bool", text)
        if text == "null":
            return ("null", None)
        if text == "(":
            node = self.implication()
            self.need(")")
            return node
        if text == "{":
            return ("list", self.items("}"))
        if text == "Interval" and self.take("["):
            low, high = self.items("]")
            return ("interval", low, high)
        if text == "if":
            return self.conditional()
        if text == "case":
            return self.cases()
        if text in UNITS and self.peek() == "from":
            raise NotApplicable("parts of a date")
        if kind == "word" and text.rstrip("s") in UNITS and self.peek() == "between":
            raise NotApplicable("whole calendar units between two dates")
        if kind == "word" and text not in FOREIGN and self.take("("):
            return self.call(text)
        raise NotApplicable(FOREIGN.get(text, "queries over literal lists"))

    def quantity(self, digits):
        if self.kind() == "text":
            unit = self.peek()[1:-1]
            self.at += 1
            return ("number", digits, unit)
        if self.kind() == "word" and self.peek().rstrip("s") in UNITS:
            unit = self.peek()
            if unit.rstrip("s") in TIMES:
                raise NotApplicable("times of day")
            self.at += 1
            return ("number", digits, unit)
        return ("number", digits, "")

    def items(self, closing):
        found = []
        while not self.take(closing):
            found.append(self.implication())
            if not self.take(","):
                self.need(closing)
                break
        return found

    def call(self, name):
        arguments = self.items(")")
        if name in ("DateTime", "Date"):
            if len(arguments) > 3:
                raise NotApplicable("times of day")
            return ("date", [int(argument[1]) for argument in arguments])
        return ("call", name, arguments)

    def conditional(self):
        condition = self.implication()
        self.need("then")
        then = self.implication()
        self.need("else")
        return ("if", condition, then, self.implication())

    def cases(self):
        subject = None if self.peek() == "when" else self.implication()
        branches = []
        while self.take("when"):
            condition = self.implication()
            self.need("then")
            condition = condition if subject is None else ("binary", "=", subject, condition)
            branches.append((condition, self.implication()))
        self.need("else")
        node = self.implication()
        self.need("end")
        for condition, then in reversed(branches):
            node = ("if", condition, then, node)
        return node


def rest_reason(word):
    interval = {"overlaps", "meets", "starts", "ends", "includes", "included", "during", "properly"}
    if word in interval:
        return "relations of two intervals or lists"
    if word in ("union", "intersect", "except", "|"):
        return "intervals and lists as values"
    return "queries over literal lists"


def read(text):
    return Reader(text).whole()
