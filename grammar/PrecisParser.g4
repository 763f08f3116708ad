// The sentences of the language. Conditions (`expr` down to `comparison`) and arithmetic (`arith`)
// are two tiers, so that the operands of `between a and b` contain no `and`. A quantifier reaches
// to the closing delimiter, so beside `and` or `or` it stands in parentheses.
//
// The grammar needs no full-context lookahead; a test holds it to that.

parser grammar PrecisParser;

options { tokenVocab = PrecisLexer; }

file : moduleLine use* declaration* EOF;

moduleLine : MODULE path;
use : USE path LBRACE ident (COMMA ident)* COMMA? RBRACE;
path : fieldName (DOT fieldName)*;

declaration
  : codeSystem
  | codeType
  | valueSet
  | measurement
  | enumeration
  | record
  | gene
  | outcomeType
  | define
  | table
  | policy
  | parameter
  | catalog
  | overlay
  | plan
  | sourceDecl
  | test
  | acceptMutant
  ;

// --- terminology ---

codeSystem : CODESYSTEM ident TEXT;
codeType : CODE ident OF ident;
valueSet : VALUESET ident (OF ident)? VERSION TEXT (FROM TEXT (URL TEXT)? | LBRACE valueSetEntry* RBRACE);
valueSetEntry : ident? TEXT TEXT;
measurement : MEASUREMENT ident OF ident LBRACE TEXT+ RBRACE IN unit range molarMass?;
molarMass : MOLAR MASS number unit;

// --- data ---

enumeration : TYPE ident LBRACE enumMember* RBRACE;
enumMember : ident TEXT (NCPDP TEXT)?;

record : (RECORD | SCHEMA | REQUEST) ident LBRACE field* RBRACE;
field : fieldName COLON type fieldMark* TEXT?;
fieldMark : QUESTION | APPROXIMATE | PROTECTED | GUARDED | ACTIONABLE | CLINICAL | PREDICTED;

catalog : CATALOG ident KEYED BY ident VERSION TEXT FROM TEXT LBRACE field* RBRACE;

outcomeType : OUTCOME ident LBRACE alternative* RBRACE;
alternative : word (LPAREN payload (COMMA payload)* RPAREN)? standing;
payload : ident COLON type QUESTION?;
standing : FAVORABLE | REVIEW | ADVERSE ADMINISTRATIVE?;

type
  : INTEGER_TYPE range                    # integerType
  | DECIMAL_TYPE range                    # decimalType
  | ID                                    # namedType
  | ID DOT ID                             # memberType
  | unit range                            # rangedType
  | ratioUnit                             # ratioType
  | QUOTED_UNIT                           # quotedUnitType
  | GENOME OF LBRACE ID (COMMA ID)* RBRACE # genomeType
  | MEASURED                              # measuredType
  | SET OF ID                             # setType
  | LIST OF ID                            # listType
  | HISTORY OF ID BY ident observed       # historyType
  ;
observed
  : COMPLETE                        # completeHistory
  | OPEN                            # openHistory
  | KNOWN FROM ident (TO ident)?    # knownHistory
  ;
range : signedNumber TO signedNumber;
signedNumber : MINUS? number;
number : INTEGER | DECIMAL;
unit : ID | ratioUnit | QUOTED_UNIT | PERCENT;
ratioUnit : ID (SLASH ID)+;

// --- genes ---

gene : GENE geneItem* RBRACE;
geneItem
  : SOURCE ID VERSION TEXT (URL TEXT)?                                # geneSource
  | HGNC TEXT                                                         # geneHgnc
  | ALLELES BY FUNCTION LBRACE functionAllele* RBRACE                 # allelesByFunction
  | ALLELES BY ACTIVITY VALUE LBRACE valueAllele* RBRACE              # allelesByValue
  | ALLELES AT ID LBRACE functionAllele* RBRACE                       # allelesAtPosition
  | STATUS OF ALLELES LBRACE statusAllele* RBRACE                     # statusOfAlleles
  | COPIES MULTIPLY LBRACE copyRule* RBRACE                           # copies
  | PHENOTYPE BY FUNCTION PAIR LBRACE pairRow* RBRACE                 # phenotypeByPair
  | PHENOTYPE BY GENOTYPE LBRACE pairRow* RBRACE                      # phenotypeByGenotype
  | PHENOTYPE BY ACTIVITY SCORE LBRACE scoreRow* RBRACE               # phenotypeByScore
  | PHENOTYPE BY LOWEST TWO VALUES LBRACE scoreRow* RBRACE            # phenotypeByLowest
  | PHENOTYPE BY ANY VARIANT LBRACE variantRow* RBRACE                # phenotypeByVariant
  ;
functionAllele : REFERENCE? allele ID also?;
valueAllele : REFERENCE? allele (number | UNASSIGNED) also?;
statusAllele : allele also?;
allele : ALLELE | TEXT;
// Other names that laboratories give the same allele.
also : ALSO allele (COMMA allele)*;
copyRule : allele+ UP TO INTEGER (COMMA THEN AT_LEAST INTEGER)?;
pairRow : ID (COMMA (ID | ANY) | ALONE) COLON ID TEXT?;
variantRow : (ANY ID | OTHERWISE) COLON ID TEXT?;
scoreRow : scoreCut COLON ID TEXT?;
scoreCut : number | ABOVE number | FROM number | UNASSIGNED;

// --- definitions, parameters and tables ---

define : DEFINE ident (LPAREN params RPAREN)? EQUALS expr;
params : param (COMMA param)*;
param : ident COLON type;

parameter : PARAMETER ident (LPAREN params RPAREN)? COLON type LBRACE parameterEntry* RBRACE;
parameterEntry : FROM DATE COLON expr cite*;

table : TABLE ident LPAREN params RPAREN GIVES gives BY hitPolicy
        LBRACE headers ARROW headers DASHES tableLine* RBRACE;
gives : type | LPAREN params RPAREN;
hitPolicy : UNIQUE | FIRST MATCH | MOST SEVERE;
headers : ident (BAR ident)*;
tableLine : row? NEWLINE;
row
  : OTHERWISE_ROW ARROW outputs         # otherwiseRow
  | cell (BAR cell)* ARROW outputs      # ordinaryRow
  ;
outputs : literal (BAR literal)*;
cell : ANY | cellTest (COMMA cellTest)*;
cellTest
  : NOT TESTED              # notTested
  | order literal           # compareTest
  | literal (TO literal)?   # valueTest
  ;

// A value that is written down, or the name of one.
literal
  : MINUS? INTEGER                # integerLiteral
  | MINUS? DECIMAL                # decimalLiteral
  | MINUS? number quantityUnit    # quantityLiteral
  | MINUS? RATIO_QUANTITY         # ratioLiteral
  | MINUS? MONEY                  # moneyLiteral
  | DATE                          # dateLiteral
  | YEAR_MONTH                    # yearMonthLiteral
  | (TRUE | FALSE)                # boolLiteral
  | TEXT                          # textLiteral
  | nameWord TEXT                 # codedLiteral
  | (nameWord | TESTED)           # nameLiteral
  ;
quantityUnit : ID | QUOTED_UNIT | PERCENT;

// --- policies ---

policy : POLICY ident TEXT LPAREN params RPAREN AT arith LBRACE policyItem* RBRACE;
policyItem
  : VERSION TEXT                                  # policyVersion
  | EFFECTIVE DATE TO DATE                        # policyEffective
  | GOVERNS expr                                  # policyGoverns
  | MONTH_ENDS                                    # policyMonthEnds
  | sourceDecl                                    # policySource
  | define                                        # policyDefine
  | decision                                      # policyDecision
  | phase                                         # policyPhase
  | guarantee                                     # policyGuarantee
  ;
sourceDecl : SOURCE ident EQUALS sourceKind TEXT sourceDetail*;
sourceKind : GUIDELINE | LABEL | PLAN | LAW | LITERATURE;
sourceDetail : (SECTION | DOI | URL | EDITION) TEXT;

phase : PHASE ident TEXT LBRACE (WHEN expr)? define* decision* RBRACE;
guarantee : GUARANTEE ident TEXT (WHEN expr)? LBRACE expr RBRACE;

decision : DECISION ident COLON ident BY combination LBRACE ruleDecl* fallback? RBRACE;
combination : FIRST MATCH | UNIQUE | MOST SEVERE | COLLECT;
fallback : OTHERWISE outcome fallbackItem*;
fallbackItem : because | cite;

ruleDecl : RULE ident TEXT LBRACE whenClause thenClause ruleItem* RBRACE;
whenClause : WHEN expr;
thenClause : THEN outcome;
ruleItem
  : UNLESS ident TEXT LBRACE expr RBRACE    # unlessItem
  | because                                 # becauseItem
  | cite                                    # citeItem
  | ADMINISTRATIVE? JUSTIFIED BY TEXT       # justifiedItem
  ;
because : BECAUSE templatePart* TEMPLATE_END;
templatePart : TEMPLATE_TEXT | ESCAPED_BRACE | HOLE_OPEN expr RBRACE;
cite : CITE ident (SECTION TEXT)? (STRENGTH strength)?;
strength : STRONG | MODERATE | OPTIONAL;

outcome : word (payloadValue (COMMA payloadValue)*)?;
payloadValue : word expr;

// --- plans and overlays ---

plan : PLAN ident TEXT LPAREN params RPAREN AT arith LBRACE planItem* RBRACE;
planItem
  : VERSION TEXT                                                # planVersion
  | EFFECTIVE DATE TO DATE                                      # planEffective
  | sourceDecl                                                  # planSource
  | define                                                      # planDefine
  | guarantee                                                   # planGuarantee
  | STAGE ident TEXT BY combination LBRACE pathList RBRACE      # planStage
  | COST LBRACE pathList RBRACE                                 # planCost
  | OVERLAY ident (COMMA ident)*                                # planOverlay
  | APPEAL TEXT                                                 # planAppeal
  | fallback                                                    # planFallback
  ;
pathList : (path (COMMA path)* COMMA?)?;

overlay : OVERLAY ident TEXT LPAREN params RPAREN AT arith LBRACE overlayItem* RBRACE;
overlayItem
  : VERSION TEXT                              # overlayVersion
  | EFFECTIVE DATE TO DATE                    # overlayEffective
  | sourceDecl                                # overlaySource
  | define                                    # overlayDefine
  | EXEMPTS path (COMMA path)*                # overlayExempts
  | WHEN expr                                 # overlayWhen
  | UNLESS ident TEXT LBRACE expr RBRACE      # overlayUnless
  | cite                                      # overlayCite
  ;

// --- expressions ---

expr
  : IF expr THEN expr ELSE expr     # ifExpr
  | ANY query                       # anyExpr
  | NO query                        # noExpr
  | ALL query SATISFY expr          # allExpr
  | selector query                  # selectExpr
  | disjunction                     # plainExpr
  ;
query : word (COLON ID)? IN arith (WHERE expr)?;
selector : LATEST | EARLIEST | LOWEST | HIGHEST;

disjunction : conjunction (OR conjunction)*;
conjunction : negation (AND negation)*;
negation : NOT negation | comparison;
comparison : arith comparisonTail?;
comparisonTail
  : order arith                         # orderTail
  | IS NOT? arith                       # isTail
  | IS (KNOWN | UNKNOWN)                # knowledgeTail
  | IS TESTED                           # testedTail
  | IS ON FILE                          # onFileTail
  | NOT? IN arith                       # inTail
  | BETWEEN arith AND arith             # betweenTail
  | window                              # withinTail
  | STRICTLY? (BEFORE | AFTER) arith    # beforeTail
  | ON OR (BEFORE | AFTER) arith        # onOrTail
  ;
order : LESS | LESS_EQUAL | GREATER | GREATER_EQUAL;
window : WITHIN windowLength (BEFORE | AFTER | AROUND) arith;
windowLength : number quantityUnit;
// The days that an exposure is asked about.
period : (window | BETWEEN arith AND arith) (WITH CARRY_IN)?;

arith
  // With a text: what a gene says of one of its alleles, `member.genome.HLA_B.status("*15:02")`.
  : arith DOT fieldName (LPAREN TEXT RPAREN)?     # fieldArith
  | arith AT arith                  # atArith
  | MINUS arith                     # negateArith
  | arith (STAR | SLASH) arith      # productArith
  | arith ROUNDED roundingMode TO roundingPlace   # roundedArith
  | arith (PLUS | MINUS) arith      # sumArith
  | arith OTHERWISE arith           # otherwiseArith
  | primary                         # primaryArith
  ;
roundingMode : HALF (UP | EVEN) | UP | DOWN;
roundingPlace : CENTS | DOLLARS | WHOLE | INTEGER PLACES;
primary
  : INTEGER                         # integerPrimary
  | DECIMAL                         # decimalPrimary
  | number quantityUnit             # quantityPrimary
  | RATIO_QUANTITY                  # ratioPrimary
  | MONEY                           # moneyPrimary
  | DATE                            # datePrimary
  | (TRUE | FALSE)                  # boolPrimary
  | TEXT                            # textPrimary
  | nameWord TEXT                   # codedPrimary
  | nameWord                        # namePrimary
  | nameWord LBRACKET expr RBRACKET                        # lookupPrimary
  // A definition, a table, a function; with `for`, a total over a list.
  | word LPAREN (expr (FOR query | (COMMA expr)*))? RPAREN # callPrimary
  | COUNT LPAREN query RPAREN                              # countPrimary
  | COUNT LPAREN DISTINCT expr FOR query RPAREN            # countDistinctPrimary
  | AT LEAST INTEGER OF LBRACE expr (COMMA expr)* RBRACE   # atLeastPrimary
  | DAYS_COVERED LPAREN query COMMA period RPAREN          # daysCoveredPrimary
  | PROPORTION_COVERED LPAREN query COMMA period RPAREN    # proportionCoveredPrimary
  | LONGEST_RUN LPAREN query COMMA period COMMA GAP AT MOST windowLength RPAREN # longestRunPrimary
  | TRIED LPAREN query COMMA AT LEAST windowLength COMMA period RPAREN          # triedPrimary
  | ON_HAND LPAREN query COMMA ON expr RPAREN              # onHandPrimary
  | LBRACE (expr (COMMA expr)*)? RBRACE                    # setPrimary
  | LPAREN expr RPAREN                                     # parenPrimary
  ;

// --- tests ---

test : TEST TEXT LBRACE testItem* RBRACE;
testItem
  : GIVEN ident recordValue             # givenItem
  | EXPECT ident DOT ident answer       # expectItem
  ;
acceptMutant : ACCEPT MUTANT TEXT JUSTIFIED BY TEXT;
recordValue : LBRACE (fieldValue (COMMA fieldValue)* COMMA?)? RBRACE;
fieldValue : fieldName COLON value;
value
  : recordValue                                       # recordOfFields
  | LBRACKET (value (COMMA value)* COMMA?)? RBRACKET  # listOfValues
  | order literal                                     # boundValue
  | literal (TO literal)?                             # literalValue
  ;
answer
  : IS word (WITH payloadValue (COMMA payloadValue)*)? (OF PHASE ident)? by?   # isAnswer
  | COLLECTS LBRACE collectedList RBRACE (MAYBE LBRACE collectedList RBRACE)?  # collectsAnswer
  | REJECTS LBRACE pathList RBRACE                                             # rejectsAnswer
  | NEEDS LBRACE pathList RBRACE                              # needsAnswer
  | FAULTS                                                    # faultsAnswer
  | NOT GOVERNED                                              # notGovernedAnswer
  | NOT IN FORCE                                              # notInForceAnswer
  ;
by : BY (RULE path | OTHERWISE);
collectedList : (collectedRule (COMMA collectedRule)* COMMA?)?;
collectedRule : path (WITH payloadValue (COMMA payloadValue)*)?;

// --- names ---
//
// A soft keyword is a name wherever that can be told. Four tiers, each with what the one before
// must leave to the language.

// Names of payloads, alternatives, binders and functions.
word
  : ID | MODULE | USE | CODESYSTEM | CODE | VALUESET | MEASUREMENT | TYPE | RECORD | SCHEMA
  | REQUEST | OUTCOME | DEFINE | TABLE | TEST | OF | TO | BY | FROM | WITH | AT | VERSION | MOLAR
  | MASS | GIVES | UNIQUE | FIRST | MATCH | OTHERWISE | INTEGER_TYPE | DECIMAL_TYPE | GENOME
  | MEASURED | SET | LIST | HISTORY | COMPLETE | OPEN | APPROXIMATE | PROTECTED | GUARDED
  | ACTIONABLE | CLINICAL | PREDICTED | EFFECTIVE | GOVERNS | SOURCE | GUIDELINE | LABEL | PLAN | LAW
  | LITERATURE | SECTION | DOI | URL | EDITION | STRENGTH | STRONG | MODERATE | OPTIONAL | GIVEN
  | EXPECT | NEEDS | FAULTS | GOVERNED | FORCE | ELSE | IS | BEFORE | AFTER | AROUND | STRICTLY
  | WITHIN | BETWEEN | FILE | SATISFY | LEAST | LATEST | EARLIEST | LOWEST | HIGHEST
  | PARAMETER | CATALOG | KEYED | OVERLAY | PHASE | GUARANTEE | ACCEPT | MUTANT | MOST | SEVERE
  | COLLECT | STAGE | COST | APPEAL | EXEMPTS | COLLECTS | MAYBE | REJECTS
  | GAP | HALF | EVEN | UP | DOWN | CENTS | DOLLARS | PLACES | WHOLE | FOR
  ;
// Names in expressions.
nameWord
  : word | FAVORABLE | REVIEW | ADVERSE | ADMINISTRATIVE | CITE | JUSTIFIED | COUNT | DAYS_COVERED
  | ON_HAND | DISTINCT | PROPORTION_COVERED | LONGEST_RUN | TRIED | ROUNDED
  ;
// Names of declarations and of enumeration members.
ident : nameWord | IF | KNOWN | UNKNOWN | TESTED | ON;
// After a dot, and where a field is declared or given.
fieldName : ident | NCPDP;
