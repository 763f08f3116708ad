(printf '{"member": ['; yes 1, | tr -d '\n' | head -c 40000000; echo '1]}'
 head -n 1 ../../../docs/tutorial/members.ndjson) |
  precis run ../../../docs/tutorial/celecoxib.precis --records - | tail -n 1
