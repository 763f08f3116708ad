record=$(mktemp)
echo '{"member": {"id": "M1", "enrolled_from": "2026-02-01"}, "order": {"drug": "101", "date": "2026-03-01"}}' > "$record"
answers() {
  echo '{"resourceType": "QuestionnaireResponse", "status": "completed", "item": [' "$1" ']}' > "$record.answers"
  precis ask inhaler.precis --record "$record" --response "$record.answers" | head -8
}
answers '{"linkId": "order.quantity", "answer": [{"valueQuantity": {"value": 2, "code": "{each}"}}]},
         {"linkId": "order.specialist", "answer": [{"valueBoolean": true}]},
         {"linkId": "order.severity", "answer": [{"valueCoding": {"code": "severe"}}]}'
answers '{"linkId": "order.specialist", "answer": [{"valueString": "yes"}]}'
answers '{"linkId": "order.specialst", "answer": [{"valueBoolean": true}]}'
answers '{"linkId": "order.severity", "answer": [{"valueCoding": {"code": "awful"}}]}'
answers '{"linkId": "member.fills[7]", "item": [{"linkId": "member.fills[7].drug"}]}'
# The only fill is too old, and nothing is left out.
answers '{"linkId": "order.quantity", "answer": [{"valueDecimal": 1}]},
         {"linkId": "order.severity", "answer": [{"valueCoding": {"code": "mild"}}]},
         {"linkId": "member.fills", "item": [
            {"linkId": "member.fills.drug", "answer": [{"valueCoding": {"code": "201"}}]},
            {"linkId": "member.fills.date", "answer": [{"valueDate": "2025-06-01"}]},
            {"linkId": "member.fills.days_supply", "answer": [{"valueQuantity": {"value": 2, "code": "wk"}}]}]},
         {"linkId": "member.fills.all", "answer": [{"valueBoolean": true}]}'
echo '{"resourceType": "Bundle"}' > "$record.answers"
precis ask inhaler.precis --record "$record" --response "$record.answers"
rm "$record" "$record.answers"
