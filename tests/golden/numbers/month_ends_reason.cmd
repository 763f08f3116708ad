echo '{"patient": {"started": "2026-01-30"}, "request": {"date": "2026-03-01"}}' |
  precis explain month_ends.precis -r - --policy refuses | sed -n '1,/^Rules/p'
