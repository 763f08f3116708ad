(echo 'module example.schema'
 echo 'record Part {'
 for i in $(seq 200); do echo "  part_$i : Bool"; done
 echo '}'
 echo 'schema Person {'
 for i in $(seq 101); do echo "  person_$i : Part"; done
 echo '}'
 echo 'request Ask { date : Date }'
 echo 'outcome Answer { yes favorable }'
 echo 'policy example "Example" (person : Person, ask : Ask) at ask.date {'
 echo '  version "1"'
 echo '  effective 2026-01-01 to 2026-12-31'
 echo '  decision answer : Answer by first match { otherwise yes }'
 echo '}') | precis check /dev/stdin
