#!/bin/sh
# GNU parallel over ssh: each host has the same clone of worker-matrix after npm ci, in the same folder as this one.
#     HOSTS=one,two SHARDS=4 sh .github/examples/shards/parallel.sh plan.json shards
# One job at a time on each host (--jobs 1); what failed is tried once more, on any of them. The folders come back here.
set -eu
seq "$SHARDS" | parallel --jobs 1 --sshlogin "$HOSTS" --retries 2 --workdir . --transferfile "$1" --return "$2/shard-{}-of-$SHARDS" \
  "SHARD={} SHARDS=$SHARDS sh .github/examples/shards/measure-shard.sh $1 $2"
