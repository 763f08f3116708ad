# What a run costs, by decision and rule: times are left out, and what is ordered by them is sorted.
precis run collect.precis --records collect_run.ndjson --profile |
  sed -n '/rule alone/,$p' | sed -E 's/ +[0-9]+\.[0-9].*//' | LC_ALL=C sort
precis run collect.precis --records collect_run.ndjson --profile --format json |
  sed -n '/"profile"/,$p' | grep -oE '"[a-z_]+"' | LC_ALL=C sort -u
