printf 'module example.name\n# M\374ller\n' | precis check /dev/stdin
