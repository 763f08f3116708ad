precis test samples.precis --coverage --format json -o /tmp/precis_golden_$$.json
python3 - /tmp/precis_golden_$$.json <<'END'
import json, sys
report = json.load(open(sys.argv[1]))
print(report["format"], report["passed"], report["failed"], *report["coverage"][0])
print(json.dumps(report["tests"][3]["expectations"][0]["differences"]))
print(json.dumps(report["tests"][2]["expectations"][0]["did_not_decide"][0]["state"]))
print(*map(json.dumps, report["coverage"][0]["rules"]), sep="\n")
print(*map(json.dumps, report["coverage"][0]["rows"]), sep="\n")
print(json.dumps(report["coverage"][0]["conditions"][-1]))
END
rm /tmp/precis_golden_$$.json
precis test mutants.precis --mutate --format json | python3 -c '
import json, sys
mutants = json.load(sys.stdin)["mutants"]
for fate in "noticed", "survived", "accepted":
    print(json.dumps(next(it for it in mutants if it["fate"] == fate)))
'
