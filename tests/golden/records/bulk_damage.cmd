# Two members and their orders; then one export for each way to be broken.
here=$(mktemp -d)
policies="$PWD/../../../policies/cardiology/clopidogrel.precis"
cd "$here"
patient() { printf '{"resourceType": "Patient", "id": "%s", "birthDate": "1961-05-01"}\n' "$1"; }
order() {
  printf '{"resourceType": "MedicationRequest", "id": "R-%s", "status": "draft", "intent": "order", "subject": {"reference": "Patient/%s"}, ' "$1" "$1"
  printf '"authoredOn": "2026-03-01", "medicationReference": {"reference": "Medication/309362"}, '
  printf '"dispenseRequest": {"quantity": {"value": 30}, "expectedSupplyDuration": {"value": 30, "unit": "d"}}}\n'
}
medicine='{"resourceType": "Medication", "id": "309362", "code": {"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "309362"}]}}'
condition() { printf '{"resourceType": "Condition", "id": "%s", "subject": {"reference": "Patient/%s"}, "code": {}}\n' "$1" "$2"; }
decide() {
  echo "== $1"
  precis run "$policies" --records . | grep -vE '^(policy|─|$)|  (refer|deny|needs) '
}
export_of() {
  rm -f ./*.ndjson
  (patient P1; patient P2) > Patient.ndjson
  (order P1; order P2; echo "$medicine") > MedicationRequest.ndjson
}
export_of; condition C1 P3 > Condition.ndjson
decide "about somebody else"
export_of; (condition C1 P1; condition C2 P2 | sed 's/{}/oops/') > Condition.ndjson
decide "a broken line of one member"
export_of; (condition C1 P1; echo '{"resourceType": "Cond') > Condition.ndjson
decide "a broken line of anybody"
export_of; echo '{"resourceType": "Condition", "id": "C1"}' > Condition.ndjson
decide "a resource of nobody"
export_of; (condition C1 P1; echo '{"resourceType": "Bundle"}') > Condition.ndjson
decide "a bundle among resources"
export_of; patient P1 >> Patient.ndjson
decide "a member twice"
cd /; rm -r "$here"
