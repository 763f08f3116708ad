// The words of the language. What needs a mode of its own: gene blocks (`*1` is an allele there),
// rows of tables (a line is a row there), and templates (text with expressions in braces).
//
// Every `{` pushes a mode and every `}` pops one, so that the lexer comes back to where it was.
// Whoever drives this lexer makes a pop without a push harmless, and leaves all modes at the next
// declaration when a `}` is missing; for that it sees each new line of genes and rows.

lexer grammar PrecisLexer;

tokens { TEMPLATE_TEXT, ESCAPED_BRACE, HOLE_OPEN, TEMPLATE_END, UNCLOSED_TEMPLATE, NEWLINE,
         OTHERWISE_ROW, ALLELE, HGNC, ALLELES, FUNCTION, PAIR, ACTIVITY, VALUE, SCORE, PHENOTYPE,
         COPIES, MULTIPLY, AT_LEAST, ABOVE, UNASSIGNED, REFERENCE, ALSO, ALONE, GENOTYPE, STATUS,
         TWO, VALUES, VARIANT }

// Reserved: never names.
AND : 'and';
OR : 'or';
NOT : 'not';
IN : 'in';
ANY : 'any';
ALL : 'all';
NO : 'no';
WHERE : 'where';
WHEN : 'when';
THEN : 'then';
UNLESS : 'unless';
RULE : 'rule';
POLICY : 'policy';
DECISION : 'decision';
TRUE : 'true';
FALSE : 'false';

// Soft: words of the language that may also be names; see `word` in the parser.
MODULE : 'module';
USE : 'use';
CODESYSTEM : 'codesystem';
CODE : 'code';
VALUESET : 'valueset';
MEASUREMENT : 'measurement';
TYPE : 'type';
RECORD : 'record';
SCHEMA : 'schema';
REQUEST : 'request';
OUTCOME : 'outcome';
DEFINE : 'define';
TABLE : 'table';
TEST : 'test';
PARAMETER : 'parameter';
CATALOG : 'catalog';
OVERLAY : 'overlay';
ACCEPT : 'accept';

KEYED : 'keyed';
PHASE : 'phase';
GUARANTEE : 'guarantee';
MUTANT : 'mutant';

OF : 'of';
TO : 'to';
BY : 'by';
FROM : 'from';
WITH : 'with';
AT : 'at';
ON : 'on';
VERSION : 'version';
MOLAR : 'molar';
MASS : 'mass';
NCPDP : 'ncpdp';
FAVORABLE : 'favorable';
REVIEW : 'review';
ADVERSE : 'adverse';
ADMINISTRATIVE : 'administrative';
GIVES : 'gives';
UNIQUE : 'unique';
FIRST : 'first';
MATCH : 'match';
MOST : 'most';
SEVERE : 'severe';
COLLECT : 'collect';
OTHERWISE : 'otherwise';

INTEGER_TYPE : 'integer';
DECIMAL_TYPE : 'decimal';
GENOME : 'Genome';
MEASURED : 'measured';
SET : 'set';
LIST : 'list';
HISTORY : 'history';
COMPLETE : 'complete';
OPEN : 'open';
KNOWN : 'known';
UNKNOWN : 'unknown';
APPROXIMATE : 'approximate';
PROTECTED : 'protected';
GUARDED : 'guarded';
ACTIONABLE : 'actionable';
CLINICAL : 'clinical';
PREDICTED : 'predicted';

EFFECTIVE : 'effective';
GOVERNS : 'governs';
SOURCE : 'source';
GUIDELINE : 'guideline';
LABEL : 'label';
PLAN : 'plan';
LAW : 'law';
LITERATURE : 'literature';
SECTION : 'section';
DOI : 'doi';
URL : 'url';
EDITION : 'edition';
CITE : 'cite';
STRENGTH : 'strength';
STRONG : 'strong';
MODERATE : 'moderate';
OPTIONAL : 'optional';
JUSTIFIED : 'justified';
STAGE : 'stage';
COST : 'cost';
APPEAL : 'appeal';
EXEMPTS : 'exempts';

GIVEN : 'given';
EXPECT : 'expect';
NEEDS : 'needs';
FAULTS : 'faults';
GOVERNED : 'governed';
FORCE : 'force';
COLLECTS : 'collects';
MAYBE : 'maybe';
REJECTS : 'rejects';

IF : 'if';
ELSE : 'else';
IS : 'is';
BEFORE : 'before';
AFTER : 'after';
AROUND : 'around';
STRICTLY : 'strictly';
WITHIN : 'within';
BETWEEN : 'between';
TESTED : 'tested';
FILE : 'file';
SATISFY : 'satisfy';
LEAST : 'least';
LATEST : 'latest';
EARLIEST : 'earliest';
LOWEST : 'lowest';
HIGHEST : 'highest';
COUNT : 'count';
DAYS_COVERED : 'days_covered';
PROPORTION_COVERED : 'proportion_covered';
LONGEST_RUN : 'longest_run';
TRIED : 'tried';
ON_HAND : 'on_hand';
GAP : 'gap';
CARRY_IN : 'carry-in';
FOR : 'for';
DISTINCT : 'distinct';
ROUNDED : 'rounded';
HALF : 'half';
EVEN : 'even';
UP : 'up';
DOWN : 'down';
CENTS : 'cents';
DOLLARS : 'dollars';
PLACES : 'places';
WHOLE : 'whole';

// One token, since `month` is a unit.
MONTH_ENDS : 'month' [ \t]+ 'ends' [ \t]+ 'refuse';

// Openers of modes. One token each, so that `gene` and `because` stay ordinary names elsewhere.
GENE : 'gene' [ \t]+ IdText [ \t\r\n]* '{' -> pushMode(Gene);
BECAUSE : 'because' [ \t\r\n]* '"' -> pushMode(Template);
// The line below the header of a table: what follows are rows.
DASHES : '--' [-+=>|]+ -> mode(Rows);

ID : IdText;
DATE : Digit Digit Digit Digit '-' Digit Digit '-' Digit Digit;
YEAR_MONTH : Digit Digit Digit Digit '-' Digit Digit;
INTEGER : Digit+;
DECIMAL : Digit+ '.' Digit+;
// A unit with a slash is one token with its number: `1 each/day` is not a division.
RATIO_QUANTITY : Digit+ ('.' Digit+)? [ \t]+ IdText ('/' IdText)+;
MONEY : '$' Amount;
QUOTED_UNIT : '\'' ~['\r\n \t]+ '\'';
TEXT : '"' ~["\r\n]* '"';
UNCLOSED_TEXT : '"' ~["\r\n]*;

LBRACE : '{' -> pushMode(DEFAULT_MODE);
RBRACE : '}' -> popMode;
LPAREN : '(';
RPAREN : ')';
LBRACKET : '[';
RBRACKET : ']';
COMMA : ',';
COLON : ':';
DOT : '.';
BAR : '|';
ARROW : '=>';
LESS_EQUAL : '<=';
GREATER_EQUAL : '>=';
LESS : '<';
GREATER : '>';
EQUALS : '=';
PLUS : '+';
MINUS : '-';
STAR : '*';
SLASH : '/';
PERCENT : '%';
QUESTION : '?';

COMMENT : '#' ~[\r\n]* -> channel(HIDDEN);
SPACE : [ \t\r\n]+ -> skip;
STRAY : .;

fragment Digit : [0-9];
fragment Amount : Digit+ (',' Digit Digit Digit)* ('.' Digit+)?;
fragment IdText : [A-Za-z_] [A-Za-z0-9_]*;

mode Gene;

G_SOURCE : 'source' -> type(SOURCE);
G_VERSION : 'version' -> type(VERSION);
G_URL : 'url' -> type(URL);
G_HGNC : 'hgnc' -> type(HGNC);
G_ALLELES : 'alleles' -> type(ALLELES);
G_BY : 'by' -> type(BY);
G_FUNCTION : 'function' -> type(FUNCTION);
G_PAIR : 'pair' -> type(PAIR);
G_ACTIVITY : 'activity' -> type(ACTIVITY);
G_VALUE : 'value' -> type(VALUE);
G_SCORE : 'score' -> type(SCORE);
G_PHENOTYPE : 'phenotype' -> type(PHENOTYPE);
G_COPIES : 'copies' -> type(COPIES);
G_MULTIPLY : 'multiply' -> type(MULTIPLY);
G_UP : 'up' -> type(UP);
G_TO : 'to' -> type(TO);
G_THEN : 'then' -> type(THEN);
G_AT_LEAST : 'at_least' -> type(AT_LEAST);
G_ABOVE : 'above' -> type(ABOVE);
G_FROM : 'from' -> type(FROM);
G_UNASSIGNED : 'unassigned' -> type(UNASSIGNED);
G_ANY : 'any' -> type(ANY);
G_REFERENCE : 'reference' -> type(REFERENCE);
G_ALSO : 'also' -> type(ALSO);
G_ALONE : 'alone' -> type(ALONE);
G_AT : 'at' -> type(AT);
G_OF : 'of' -> type(OF);
G_GENOTYPE : 'genotype' -> type(GENOTYPE);
G_STATUS : 'status' -> type(STATUS);
G_LOWEST : 'lowest' -> type(LOWEST);
G_TWO : 'two' -> type(TWO);
G_VALUES : 'values' -> type(VALUES);
G_VARIANT : 'variant' -> type(VARIANT);
G_OTHERWISE : 'otherwise' -> type(OTHERWISE);
G_ID : IdText -> type(ID);
G_ALLELE : Star ('+' Star)* -> type(ALLELE);
G_INTEGER : Digit+ -> type(INTEGER);
G_DECIMAL : Digit+ '.' Digit+ -> type(DECIMAL);
G_TEXT : '"' ~["\r\n]* '"' -> type(TEXT);
G_UNCLOSED_TEXT : '"' ~["\r\n]* -> type(UNCLOSED_TEXT);
G_LBRACE : '{' -> type(LBRACE), pushMode(Gene);
G_RBRACE : '}' -> type(RBRACE), popMode;
G_COMMA : ',' -> type(COMMA);
G_COLON : ':' -> type(COLON);
G_COMMENT : '#' ~[\r\n]* -> type(COMMENT), channel(HIDDEN);
G_NEWLINE : '\n' -> type(NEWLINE), channel(HIDDEN);
G_SPACE : [ \t\r]+ -> skip;
G_STRAY : . -> type(STRAY);

fragment Star : '*' [A-Za-z0-9.]+ (':' [A-Za-z0-9]+)*;

mode Rows;

R_ANY : 'any' -> type(ANY);
R_NOT : 'not' -> type(NOT);
R_TESTED : 'tested' -> type(TESTED);
R_TO : 'to' -> type(TO);
R_OTHERWISE : 'otherwise' -> type(OTHERWISE_ROW);
R_TRUE : 'true' -> type(TRUE);
R_FALSE : 'false' -> type(FALSE);
R_ID : IdText -> type(ID);
R_DATE : Digit Digit Digit Digit '-' Digit Digit '-' Digit Digit -> type(DATE);
R_INTEGER : Digit+ -> type(INTEGER);
R_DECIMAL : Digit+ '.' Digit+ -> type(DECIMAL);
R_RATIO_QUANTITY : Digit+ ('.' Digit+)? [ \t]+ IdText ('/' IdText)+ -> type(RATIO_QUANTITY);
R_MONEY : '$' Amount -> type(MONEY);
R_QUOTED_UNIT : '\'' ~['\r\n \t]+ '\'' -> type(QUOTED_UNIT);
R_TEXT : '"' ~["\r\n]* '"' -> type(TEXT);
R_UNCLOSED_TEXT : '"' ~["\r\n]* -> type(UNCLOSED_TEXT);
R_LBRACE : '{' -> type(LBRACE);
R_RBRACE : '}' -> type(RBRACE), popMode;
R_COMMA : ',' -> type(COMMA);
R_BAR : '|' -> type(BAR);
R_ARROW : '=>' -> type(ARROW);
R_LESS_EQUAL : '<=' -> type(LESS_EQUAL);
R_GREATER_EQUAL : '>=' -> type(GREATER_EQUAL);
R_LESS : '<' -> type(LESS);
R_GREATER : '>' -> type(GREATER);
R_MINUS : '-' -> type(MINUS);
R_PERCENT : '%' -> type(PERCENT);
R_NEWLINE : '\r'? '\n' -> type(NEWLINE);
R_COMMENT : '#' ~[\r\n]* -> type(COMMENT), channel(HIDDEN);
R_SPACE : [ \t\r]+ -> skip;
R_STRAY : . -> type(STRAY);

mode Template;

T_ESCAPED_BRACE : ('{{' | '}}') -> type(ESCAPED_BRACE);
T_HOLE_OPEN : '{' -> type(HOLE_OPEN), pushMode(DEFAULT_MODE);
T_END : '"' -> type(TEMPLATE_END), popMode;
T_TEXT : ~["{}\r\n]+ -> type(TEMPLATE_TEXT);
T_UNCLOSED : '\r'? '\n' -> type(UNCLOSED_TEMPLATE), popMode;
T_STRAY : . -> type(STRAY);
