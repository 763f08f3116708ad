record=$(mktemp)
echo '{"member": {"id": "M1", "enrolled_from": "2026-02-01"}, "request": {"drug": "101", "date": "2026-03-01"}}' > "$record"
sed -i 's/request/order/' "$record"
saved=$(mktemp)
precis ask inhaler.precis --record "$record" --save "$saved" <<END
2
no
yes
201
2026-01-10
0
30
no
END
cat "$saved"
precis explain inhaler.precis --records "$saved" | head -3
rm "$record" "$saved"
