# Runs, runs again when the file changes, and ends on Ctrl-C with the exit code of the last run.
folder=$(mktemp -d)
cp samples.precis "$folder"
cd "$folder"
python3 - <<'END'
import signal, subprocess, sys
path = "samples.precis"
run = subprocess.Popen(["precis", "test", path, "--watch", "--filter", "approved"], text=True,
                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

def until_waiting():
    for line in run.stdout:
        print(line.rstrip())
        if line.startswith("waiting"):
            return

until_waiting()
text = open(path).read().replace("tier 2", "tier 3", 1)
open(path, "w").write(text)
until_waiting()
run.send_signal(signal.SIGINT)
sys.exit(run.wait(10))
END
code=$?
rm -r "$folder"
exit $code
