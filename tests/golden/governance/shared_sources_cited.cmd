echo '{"member": {"id": "1", "since": "2020-01-01", "weight": 130, "smoker": true}, "request": {"date": "2026-03-01", "kind": "tablet", "count": 20}}' |
  precis explain shared_sources.precis handbook.precis ../plans/base.precis --policy acme --records - | grep -i "handbook\|label\|limits"
