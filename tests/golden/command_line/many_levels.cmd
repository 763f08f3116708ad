(echo 'module example.levels'
 echo 'define level_0 = true'
 for i in $(seq 300); do echo "define level_$i = not level_$((i - 1))"; done) |
  precis check /dev/stdin
