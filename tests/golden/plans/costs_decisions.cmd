printf '%s\n' '{"person": {"id": "Ada", "smoker": false}, "order": {"date": "2026-03-01", "price": 7.25}}' \
  '{"person": {"id": "Ben", "smoker": true}, "order": {"date": "2026-03-01", "price": 20}}' |
  precis run costs.precis -r - --decisions decisions.ndjson > /dev/null
grep '"policy":"acme"' decisions.ndjson | sed -E 's/[0-9a-f]{32}/<hash>/g'
rm decisions.ndjson
