precis run ../../../policies/cardiology/clopidogrel.precis --records - <<'END'
{"member": {"id": "M1", "birth_date": "1961-05-01", "enrolled_from": "2020-01-01"}, "request": {"drug": "309362", "date": "2026-02-30", "quantity": 30, "days_supply": 30}}
{"member": {"id": "M2", "birth_date": "1961-05-01", "enrolled_from": "2020-01-01"}, "request": {"drug": "309362", "date": "2026-03-01", "quantity": 30, "days_supply": 3000}}
{"member": {"id": "M3", "birth_date": "1961-05-01", "enrolled_from": "2020-01-01"}, "request": {"drug": "309362", "date": "2026-03-01", "quantity": 30, "days_supply": {"value": 1, "unit": "moon"}}}
{"member": {"id": "M4", "birth_date": "1961-05-01", "enrolled_from": "2020-01-01"}, "request": {"drug": "309362", "date": "2026-03-01", "quantity": 30, "days_supply": {"value": 30, "unit": "mg"}}}
{"member": {"id": "M5", "birth_date": "1961-05-01", "enrolled_from": "2020-01-01"}, "request": {"drug": {"system": "RxNrom", "code": "309362"}, "date": "2026-03-01", "quantity": 30, "days_supply": 30}}
{"member": {"id": "M6", "birth_date": "1961-05-01", "enrolled_from": "2020-01-01", "sex": "F"}, "request": {"drug": "309362", "date": "2026-03-01", "quantity": 30, "days_supply": 30}}
{"member": {"id": "M7", "birth_date": "1961-05-01", "enrolled_from": "2020-01-01", "genome": {"CYP2C19": "positive"}}, "request": {"drug": "309362", "date": "2026-03-01", "quantity": 30, "days_supply": 30}}
{"member": {"id": "M8", "birth_date": "1961-05-01", "enrolled_from": "2020-01-01"}, "request": {"drug": "309362", "date": "2026-03", "quantity": 30, "days_supply": 30}}
{"member": {"id": "M9", "birth_date": {"low": "1961-05-02", "high": "1961-05-01"}, "enrolled_from": "2020-01-01"}, "request": {"drug": "309362", "date": "2026-03-01", "quantity": 30, "days_supply": 30}}
{"member": {"id": "M10", "birth_date": "1961-05-01", "enrolled_from": "2020-01-01", "genome": {"CYP2C19": "*1/*1"}}, "request": {"drug": "309362", "date": "2026-03-01", "quantity": 30, "days_supply": 30}}
END
