policy=../../../policies/cardiology/clopidogrel.precis
precis explain "$policy" -r members.ndjson --member M2 --for prescriber |
  sed -E '/^Identity/,/^$/d; s/[0-9a-f]{32}/<decision>/; s/[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}/<number>/'
