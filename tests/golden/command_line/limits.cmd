# What is said first when a limit is reached; the pages in docs/errors have the whole programs.
for code in E0604 E0605 E0606 E0607 E0730; do
  (cd ../../.. && sed -n '/^```sh/,/^```/p' docs/errors/$code.md | grep -v '^```' | head -n 40 > /tmp/limits.$$
   sh /tmp/limits.$$ 2>&1 | head -n 1)
done
rm /tmp/limits.$$
