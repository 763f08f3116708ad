# A line of 200 MB is read, in memory that is bounded; too_large.cmd has one that is over the limit.
record() {
  printf '{"member": {"id": "'; yes M | tr -d '\n' | head -c "$1"
  printf '", "birth_date": "1961", "enrolled_from": "2020-01-01"}, "request": {"drug": "309362", '
  printf '"date": "2026-03-01", "quantity": 30, "days_supply": 30}}\n'
}
ulimit -v 4000000
(record 200000000; record 1) |
  precis run ../../../policies/cardiology/clopidogrel.precis --records - | tail -n 1
