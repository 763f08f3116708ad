# One file for each way in which a value set can be wrong.
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
check "no JSON" '{ "resourceType": "ValueSet", '
check "no value set" '{ "resourceType": "Patient" }'
check "no address" '{ "resourceType": "ValueSet", "version": "2026", "status": "active" }'
check "no codes" "$(set_of '"name": "Statins"')"
check "another version" "$(set_of "$listed" 2025)"
check "a draft" "$(set_of "$listed" 2026 draft)"
check "a filter" "$(include '{ "system": "s", "filter": [] }')"
check "another value set" "$(include '{ "valueSet": [ "http://example.org/t" ] }')"
check "a whole system" "$(include '{ "system": "s" }')"
