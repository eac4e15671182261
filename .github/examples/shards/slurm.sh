#!/bin/sh
#SBATCH --array=1-4
#SBATCH --requeue
#SBATCH --cpus-per-task=1
#SBATCH --output=shard-%a.log
#SBATCH --open-mode=append
# In a clone of worker-matrix after npm ci, on a file system that all nodes have:
#     npx zx scripts/matrix.mjs --full --plan plan.json
#     sbatch .github/examples/shards/slurm.sh plan.json shards
#     npx zx scripts/merge.mjs shards/* --out results/merged
# Ask for nodes that are alike, and for all CPUs of one (--exclusive), so that nobody else is on it.
exec sh .github/examples/shards/measure-shard.sh "$@"
