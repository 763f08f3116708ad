record=$(mktemp)
echo '{"member": {"id": "M1", "birth_date": "1961", "enrolled_from": "2020-01-01", "weight": 62}, "request": {"drug": "309362", "date": "2026-03-01", "quantity": 30, "days_supply": 30}}' > "$record"
precis eval <<END
:type member.weight
member.weight
:record $record
member.weight
member.weight * 2 > 130 kg
age(member.birth_date)
member.state otherwise texas

nothing
:quit
member.weight
END
precis eval --record "$record" -e true
rm "$record"
