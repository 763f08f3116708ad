xz --stdout ../../../docs/tutorial/members.ndjson | head -c 40 |
  precis run ../../../docs/tutorial/celecoxib.precis --records -
