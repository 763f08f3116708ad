# The codes of a value set, wrong in one way each.
cd "$(mktemp -d)"
cat > statins.precis <<'END'
module statins
use precis.codes { RxNorm, ICD10CM }
valueset Statins of RxNorm version "2026" from "statins.json"
END
check() {
  echo "== $1"
  printf '%s\n' "$2" > statins.json
  precis check statins.precis
}
set_of() {
  printf '{ "resourceType": "ValueSet", "url": "http://example.org/s", "version": "%s", "status": "%s",\n  %s }' "${2:-2026}" "${3:-active}" "$1"
}
listed='"compose": { "include": [ { "system": "http://www.nlm.nih.gov/research/umls/rxnorm", "concept": [ { "code": "83367" } ] } ] }'
include() { set_of "\"compose\": { \"include\": [ $1 ] }"; }
check "no system" "$(include '{ "concept": [ { "code": "83367" } ] }')"
check "an unknown system" "$(include '{ "system": "http://example.org/s", "concept": [ { "code": "83367" } ] }')"
check "another system" "$(include '{ "system": "http://hl7.org/fhir/sid/icd-10-cm", "concept": [ { "code": "I21.4" } ] }')"
check "a code of another form" "$(include '{ "system": "http://www.nlm.nih.gov/research/umls/rxnorm", "concept": [ { "code": "8336A" } ] }')"
check "no code" "$(include '{ "system": "http://www.nlm.nih.gov/research/umls/rxnorm", "concept": [ { "display": "a" } ] }')"
check "one page of two" "$(set_of '"expansion": { "total": 2, "offset": 0, "contains": [ { "system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "83367" } ] }')"
