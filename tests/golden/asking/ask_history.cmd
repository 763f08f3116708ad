record=$(mktemp)
echo '{"member": {"id": "M1", "enrolled_from": "2026-02-01"}, "order": {"drug": "101", "date": "2026-03-01"}}' > "$record"
precis ask inhaler.precis --record "$record" --save "$record.saved" <<END | head -51
2
yes
201
2026-01-10
0
inhaler
2026-01-10
30
no
mild
END
sed 's/"system": "[^"]*", //g' "$record.saved"
precis explain inhaler.precis --records "$record.saved" | head -5
rm "$record" "$record.saved"
