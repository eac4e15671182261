#!/bin/sh
# Measures one shard of a plan, whoever starts it: a task of a Slurm array, a pod of a Kubernetes Indexed Job, a GitLab job, or you.
#     SHARDS=4 sh measure-shard.sh PLAN FOLDER        in the folder of worker-matrix
# What was killed is gone on with where its folder is still there, on the same machine; else that shard is measured again.
set -eu
# Not by npx: signals of who wants to end this would not reach it.
zx=${ZX:-node_modules/.bin/zx}
plan=$1 folder=$2
if [ -n "${SLURM_ARRAY_TASK_ID:-}" ]; then index=$SLURM_ARRAY_TASK_ID of=$SLURM_ARRAY_TASK_COUNT
elif [ -n "${JOB_COMPLETION_INDEX:-}" ]; then index=$((JOB_COMPLETION_INDEX + 1)) of=$SHARDS
elif [ -n "${CI_NODE_INDEX:-}" ]; then index=$CI_NODE_INDEX of=$CI_NODE_TOTAL
else index=$SHARD of=$SHARDS
fi
command=$(sed -n 's/^ "command": "\([a-z]*\)",$/\1/p' "$plan")
shard=$folder/shard-$index-of-$of
if [ -e "$shard" ]; then
  # Status 2: it cannot be gone on with, as on another machine.
  status=0
  "$zx" "scripts/$command.mjs" --resume "$shard" || status=$?
  [ "$status" = 2 ] || exit "$status"
  shard=$shard-again-$(date +%s)
fi
exec "$zx" "scripts/$command.mjs" --plan "$plan" --shard "$index/$of" --out "$shard"
