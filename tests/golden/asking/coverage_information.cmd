record=$(mktemp)
echo '{"member": {"id": "M1", "enrolled_from": "2025-02-01"}, "order": {"drug": "101", "date": "2026-03-01", "quantity": 3}}' > "$record"
precis explain inhaler.precis --format crd --records "$record" | grep -v '^ *[]{}[],*$'
rm "$record"
