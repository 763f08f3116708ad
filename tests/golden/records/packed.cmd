for pack in gzip xz zstd; do
  $pack --stdout ../../../docs/tutorial/members.ndjson |
    precis run ../../../docs/tutorial/celecoxib.precis --records - | tail -n 1
done
gzip --stdout ../../../docs/tutorial/members.ndjson | head -c 40 |
  precis run ../../../docs/tutorial/celecoxib.precis --records - | tail -n 1
