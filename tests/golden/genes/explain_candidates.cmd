explain() {
  echo "{\"patient\": {\"genome\": {$1}}, \"ask\": {\"date\": \"2026-03-01\"}}" |
    precis explain explained.precis --records - --format json | python3 -c '
import json, sys
shown = json.load(sys.stdin)
for fact in shown["facts"]: print(fact["path"], "=", fact["value"])
for fact in shown["missing"]: print("  asks for", fact["path"], "as it is", fact["cause"])'
}
explain '"CYP2D6": ["*1/*1x≥3", "*2/*2x4"]'
explain '"CYP2D6": ["*1/*4", "*4/*5"], "CYP2C19": "*1/*1"'
explain '"CYP2D6": "*1/*999", "CYP2C19": "*2/*99"'
explain '"CYP2D6": {"score": 1.5}, "CYP2C19": "Poor Metabolizer"'
