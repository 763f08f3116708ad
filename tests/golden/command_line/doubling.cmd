(echo 'module example.doubling'
 echo 'define step_0 = true'
 for i in $(seq 40); do echo "define step_$i = step_$((i - 1)) or (step_$((i - 1)) and step_0)"; done) |
  precis check /dev/stdin
