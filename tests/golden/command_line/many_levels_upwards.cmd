(echo 'module example.levels'
 for i in $(seq 10000 -1 1); do echo "define level_$i = not level_$((i - 1))"; done
 echo 'define level_0 = true') |
  precis check /dev/stdin
