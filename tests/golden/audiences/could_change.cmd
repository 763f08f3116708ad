policy=../../../policies/cardiology/clopidogrel.precis
sed -E 's/"quantity": *[0-9]+/"quantity": 60/' members.ndjson |
  precis explain "$policy" -r - --member M1 --for member |
  sed -E 's/[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}/<number>/'
