#!/usr/bin/env bash
# Really runs what is to be copied: a matrix as an array job of Slurm on two nodes of this machine, of which one task is killed in the middle and
# requeued; the same by GNU parallel over two "hosts"; and compares what is merged with the run that was not shared out.
#     SLURM_NODES=slurm-two-nodes.sh .github/examples/shards/accept.sh FOLDER
# SLURM_NODES is a script with `start DIR` and `stop DIR` that makes such a Slurm; needs root, slurm-wlm, munge and parallel.
set -euo pipefail
cd "$(dirname "$0")/../../.."
examples=.github/examples/shards
folder=$(mkdir -p "$1" && cd "$1" && pwd)
options=(-r node,bun -w sum-of-squares --executor inline --size "20000,40000,60000,80000" --quick --rounds 6)
npx zx scripts/matrix.mjs "${options[@]}" --plan "$folder/plan.json"
counts() { awk -F, 'NR > 1 { gsub(/"/, ""); print $2 }' "$1/processes.csv" | sort | uniq -c; }

"$SLURM_NODES" start "$folder/slurm" > "$folder/slurm.log" 2>&1
trap '"$SLURM_NODES" stop "$folder/slurm"' EXIT
export SLURM_CONF=$folder/slurm/slurm.conf
job=$(sbatch --parsable --output="$folder/shard-%a.log" $examples/slurm.sh "$folder/plan.json" "$folder/shards")
second=$folder/shards/shard-2-of-4
until [ -s "$second/processes.csv" ]; do sleep 0.2; done
scancel --signal=KILL --full "${job}_2"
until [ -z "$(squeue -h -j "${job}_2" -t running,completing -o %i)" ]; do sleep 0.2; done
if grep -q '"finished"' "$second/environment.json"; then echo "killed too late: it had finished"; exit 1; fi
echo "killed with $(($(wc -l < "$second/processes.csv") - 1)) processes measured"
scontrol requeue "${job}_2"
if npx zx scripts/merge.mjs "$folder"/shards/* --out "$folder/early" 2> "$folder/early.log"; then echo "merged too early"; exit 1; fi
cat "$folder/early.log"
while [ -n "$(squeue -h -j "$job" -o %i)" ]; do
  # Else Slurm leaves what was requeued alone for two minutes.
  scontrol update "JobId=${job}_2" StartTime=now 2> /dev/null || true
  sleep 1
done
npx zx scripts/merge.mjs "$folder"/shards/* --out "$folder/slurm-merged" > "$folder/merged.log"

# A "host" without sshd: what ssh would run there is run here.
printf '#!/bin/sh\nshift\n[ "$1" != -- ] || shift\nexec sh -c "$*"\n' > "$folder/host.sh"
chmod +x "$folder/host.sh"
seq 2 | parallel --jobs 1 --sshlogin "$folder/host.sh one,$folder/host.sh two" --retries 2 \
  "cd $PWD && SHARD={} SHARDS=2 sh $examples/measure-shard.sh $folder/plan.json $folder/hosts"
npx zx scripts/merge.mjs "$folder"/hosts/* --out "$folder/hosts-merged" > "$folder/hosts.log"

npx zx scripts/matrix.mjs "${options[@]}" --out "$folder/whole" > "$folder/whole.log"
for merged in slurm-merged hosts-merged; do
  diff <(counts "$folder/whole") <(counts "$folder/$merged") && echo "$merged: every bout of every cell, as in the whole"
done
