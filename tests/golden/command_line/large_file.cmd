(echo 'module example.large'; yes '# a comment' | head -n 400000) | precis check /dev/stdin
