#!/bin/bash
# Carries out server/CLUSTER.md, step by step, with the files of server/deployment, on one Debian 12 machine: three, then four machines with systemd, etcd,
# PostgreSQL under Patroni and a hub in namespaces of their own, under the traffic of three desks, whose receipts are kept in a journal and at the end
# held against every database. Everything that it starts ends with it, however it ends.
#
#   cluster.sh INSTALLATION [WORK]     INSTALLATION is the folder that demarche exercise left; WORK is a new folder, kept, for logs, journal and transcript
#
# OLD=DIR gives a source tree of an earlier release, built, from which the hubs are upgraded; without it, they are upgraded to what they have.
# Needs: apt install --no-install-recommends postgresql-15 patroni etcd-server etcd-client python3-idna openjdk-17-jre-headless jq, and mvn -DskipTests package.
set -euo pipefail
here=$(cd -- "$(dirname -- "$0")" && pwd)
source=$(cd -- "$here/../../../.." && pwd)
: "${OLD:=$source}"

# ---- outside: a namespace for everything, which ends with its first process ----

outside() {
    [ $# -ge 1 ] && [ -f "$1/hub/hub.toml" ] || { sed -n 's/^#   /usage: /p' "$0" >&2; exit 2; }
    [ "$(id -u)" = 0 ] || { echo "cluster: error: run this as root: it makes namespaces" >&2; exit 5; }
    for program in patroni etcd etcdctl /usr/lib/postgresql/15/bin/postgres /lib/systemd/systemd openssl java jq; do
        command -v "$program" >/dev/null || { echo "cluster: error: there is no $program: see what $0 needs" >&2; exit 5; }
    done
    installation=$(cd -- "$1" && pwd)
    export OLD WORK=${2:-$(mktemp -d /tmp/demarche-cluster.XXXXXX)}
    mkdir -p "$WORK" && WORK=$(cd -- "$WORK" && pwd)
    mkdir "$WORK/cgroup" && mount -t cgroup2 cgroup2 "$WORK/cgroup"
    export CGROUPS=$WORK/cgroup/demarche-$$
    mkdir "$CGROUPS"
    trap tidy EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    unshare --net --mount --pid --fork --kill-child --mount-proc "$0" --inside "$installation" &
    inside=$!
    wait "$inside"
}

tidy() {
    kill -9 "$inside" 2>/dev/null || true
    wait "$inside" 2>/dev/null || true
    for try in 1 2 3 4 5 6 7 8 9 10; do
        find "$CGROUPS" -depth -type d -exec rmdir {} + 2>/dev/null || true
        [ -d "$CGROUPS" ] || break
        sleep 0.5
    done
    umount "$WORK/cgroup" && rmdir "$WORK/cgroup"
}

# ---- what the steps are made of ----

# run NODE LINE: one line of the guide, on a node or the admin's machine, into the transcript with what it answers
run() {
    local status=0
    printf '%s# %s\n' "$1" "$2" >>"$WORK/transcript"
    if [ "$1" = admin ]; then (cd "$WORK/admin" && bash -c "$2"); else on "$1" bash -c "$2"; fi >>"$WORK/transcript" 2>&1 </dev/null || status=$?
    printf '\n' >>"$WORK/transcript"
    [ "$status" = 0 ] || fail "$1# $2: exit $status; see the end of $WORK/transcript"
}

# carry NODE: what scp would bring, the folder of a node and the release
carry() {
    tar -C "$WORK/admin/cluster/$1" -c . | on "$1" sh -c 'mkdir -m 700 /srv/demarche && tar -x -C /srv/demarche --no-same-owner'
}

# install_release NODE BUILT: the launcher and the lib folder of a source tree that was built
install_release() {
    on "$1" mkdir -p /opt/demarche
    tar -C "$2" -c demarche -C target lib | on "$1" sh -c 'rm -rf /opt/demarche/lib /opt/demarche/demarche && tar -x -C /opt/demarche --no-same-owner'
}

SEER=node1 # a node that is up and not cut off: whom the script asks
members() { on "$1" patronictl -c /etc/patroni/config.yml list --format json; }
primary() { members "$SEER" | jq -r '.[] | select(.Role == "Leader") | .Member'; }
synchronous() { members "$SEER" | jq -r '.[] | select(.Role == "Sync Standby") | .Member'; }
is_whole() { # COUNT: one primary, one synchronous standby, all on its timeline
    members "$SEER" | jq -e --argjson count "$1" 'length == $count and ([.[] | select(.Role == "Leader" and .State == "running")] | length) == 1
        and ([.[] | select(.Role == "Sync Standby")] | length) == 1
        and all(.[]; .State == "running" or .State == "streaming") and ([.[].TL] | unique | length) == 1'
}
await_whole() { await 180 "the cluster is whole, with $1 members" is_whole "$1"; }

now_ms() { date +%s%3N; }

# Each desk has had another receipt since.
all_served() { awk -v since="$1" '$1 > since { seen[$2] = 1 } END { exit length(seen) < 3 }' "$WORK/journal"; }

# measured LABEL STRIKE MEND COUNT: strikes, waits until all desks are served, mends, waits until the cluster has its members; into the table go the longest
# time in all this in which some desk got no receipt, and the time from the mending until the cluster was whole
measured() {
    local begun mended whole
    say "$1"
    printf -- '---- %s, %s\n\n' "$(date -u +%H:%M:%S)" "$1" >>"$WORK/transcript"
    begun=$(now_ms)
    "$2"
    await 300 "every desk has another receipt" all_served "$(now_ms)"
    mended=$(now_ms)
    "$3"
    await_whole "$4"
    whole=$(now_ms)
    await 300 "every desk has another receipt" all_served "$whole"
    awk -v begun="$begun" -v label="$1" -v whole=$((whole - mended)) '
        last[$2] && $1 > begun { gap = $1 - last[$2]; if (gap > most) most = gap }
        { last[$2] = $1 }
        END { printf "| %s | %.1f s | %.1f s |\n", label, most / 1000, whole / 1000 }' "$WORK/journal" | tee -a "$WORK/table" >&2
    run "$SEER" "patronictl -c /etc/patroni/config.yml list"
}

source "$here/cluster-steps.sh"

case ${1-} in
    --inside)
        source "$here/machines.sh"
        trap keep_journals EXIT
        lay_network
        play "$2"
        ;;
    *) outside "$@" ;;
esac
