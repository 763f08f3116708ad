precis run ../../../policies/cardiology/clopidogrel.precis --records - <<'END'
{"member": {"id": "M1", "birth_date": "1961-05-01", "enrolled_from": "2020-01-01", "genome": {"CYP2C19": "*1/*1"}}, "request": {"drug": "309362", "date": "2026-03-01", "quantity": 30, "days_supply": 30}}
{"member": {"id": M2, "birth_date": "1961-05-01", "enrolled_from": "2020-01-01"}, "request": {"drug": "309362", "date": "2026-03-01", "quantity": 30, "days_supply": 30}}
{"member": {"id": "M3", "birth_date": "1961-05-01", "enrolle
{"member": {"id": "M4", "id": "M5", "birth_date": "1961-05-01", "enrolled_from": "2020-01-01"}, "request": {"drug": "309362", "date": "2026-03-01", "quantity": 30, "days_supply": 30}}
{"member": {"id": "M5", "birth_date": "1961-05-01", "enrolled_from": "2020-01-01", "genome": {"CYP2C19": "*1/*1"}}, "request": {"drug": "309362", "date": "2026-03-01", "quantity": 30, "days_supply": 30}}
END
