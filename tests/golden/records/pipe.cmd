# What was read of a pipe is gone from it, so that nothing may look at it first.
bash -c 'precis run ../../../docs/tutorial/celecoxib.precis --records <(cat ../../../docs/tutorial/members.ndjson)' | tail -n 1
