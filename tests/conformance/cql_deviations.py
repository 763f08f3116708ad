"""Where Precis answers otherwise than CQL, on purpose. Each line is checked: Precis gives this answer."""

import typing


class Deviation(typing.NamedTuple):
    answer: str  # yes, no, needs, faults, or the code of the error that refuses it
    reason: str
    condition: str | None = None  # what is asked instead, where the answer is no plain one


NULL = "null is no value: what is not on file may be anything, so the comparison may be either"
DAYS = "a date known to its month is a set of days, and each of them is moved; CQL moves the month"
TEXT_ORDER = "texts have no order: only equality, by exact code points"

DEVIATIONS = {
    "GreaterAA": Deviation("E0316", TEXT_ORDER),
    "GreaterOrEqualAA": Deviation("E0316", TEXT_ORDER),
    "GreaterOrEqualAB": Deviation("E0316", TEXT_ORDER),
    "LessAB": Deviation("E0316", TEXT_ORDER),
    "LessBA": Deviation("E0316", TEXT_ORDER),
    "LessOrEqualAA": Deviation("E0316", TEXT_ORDER),
    "LessOrEqualAB": Deviation("E0316", TEXT_ORDER),
    "LessOrEqualBA": Deviation("E0316", TEXT_ORDER),
    "LessOrEqualAThanAA": Deviation("E0316", TEXT_ORDER),
    "LessOrEqualAAThanA": Deviation("E0316", TEXT_ORDER),
    "SumTestNull": Deviation("yes", "an item that is not known adds what it may be; CQL leaves it out",
                             "sum(x.value for x in member.list_amount_1) between -1999 and 2001"),
    "FloorNeg1D1": Deviation("no", "`rounded down` goes towards zero, so that a reversed amount is the opposite"),
    "LnNeg1": Deviation("faults", "what has no value is a fault, and no unknown"),
    "TruncatedDivide10D1By0D": Deviation("faults", "what has no value is a fault, and no unknown"),
    "MaxTestString": Deviation("E0340", TEXT_ORDER),
    "EquivNullNull": Deviation("needs", NULL),
    "EquivTrueNull": Deviation("needs", NULL),
    "EquivNullTrue": Deviation("needs", NULL),
    "IfNull1": Deviation("needs", "a condition that may be either gives the values of both branches"),
    "StandardCase3": Deviation("needs", "a condition that may be either gives the values of both branches"),
    "DateAdd33Days": Deviation("needs", DAYS),
    "DateSubtract2YearsAsMonthsRem1": Deviation("needs", DAYS),
    "ExistsListNull": Deviation("yes", "an item is there, whatever is known of it"),
}
