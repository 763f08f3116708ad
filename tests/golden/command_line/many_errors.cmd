(echo 'module example.errors'
 for i in $(seq 20000); do echo "define wrong_$i = nmae_$i"; done) |
  precis check /dev/stdin 2>&1 | tail -n 7
