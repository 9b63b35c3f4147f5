# Machines on one machine, for cluster.sh: each has a network, a process tree, a disk and a systemd of its own, and hangs on one switch. Whoever sources
# this runs as root in a network namespace of its own, and has set WORK (a folder) and CGROUPS (a folder of the cgroup2 file system).

SCRIPTS=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
NETWORK=10.77.0.0/24
declare -A MACHINE # name to the process id of its systemd

# The switch, to which this namespace belongs as 10.77.0.1, and the names of all.
lay_network() {
    ip link set lo up
    ip link add switch type bridge
    ip address add 10.77.0.1/24 dev switch
    ip link set switch up
    { cat /etc/hosts; for n in 1 2 3 4; do echo "10.77.0.1$n node$n.hub.example node$n"; done; } >"$WORK/hosts"
    mount --bind "$WORK/hosts" /etc/hosts
}

address() { echo "10.77.0.1${1#node}"; }

# boot NODE: switches a machine on; its disk is as it was left
boot() {
    local starter
    mkdir -p "$WORK/$1" "$CGROUPS/$1"
    (
        echo "$BASHPID" >"$CGROUPS/$1/cgroup.procs"
        exec unshare --net --mount --uts --ipc --pid --cgroup --fork --kill-child --mount-proc "$SCRIPTS/machine" "$1" "$WORK/$1"
    ) >>"$WORK/$1.console" 2>&1 </dev/null &
    starter=$!
    until MACHINE[$1]=$(pgrep --parent "$starter"); do sleep 0.1; done
    ip link add "$1" type veth peer name eth0 netns "${MACHINE[$1]}"
    plug "$1"
    ip link set "$1" up
    nsenter --target "${MACHINE[$1]}" --net sh -c "ip link set lo up; ip address add $(address "$1")/24 dev eth0; ip link set eth0 up"
    await 60 "$1 is up" eval "on $1 systemctl is-active multi-user.target | grep -qx active"
}

# The cable alone: what is sent over it is lost, and nobody is told.
unplug() { ip link set "$1" nomaster; }
plug() { ip link set "$1" master switch; }

# cut_power NODE: nobody gets a farewell, and no process of the machine survives
cut_power() {
    unplug "$1"
    kill -9 "${MACHINE[$1]}"
    while kill -0 "${MACHINE[$1]}" 2>/dev/null; do sleep 0.05; done
    ip link delete "$1" 2>/dev/null || true # goes with its namespace
}

# What every machine that runs has said, into WORK.
keep_journals() {
    for node in "${!MACHINE[@]}"; do
        on "$node" journalctl --no-pager --output short-iso-precise >"$WORK/$node.journal" 2>/dev/null || true
    done
}

# on NODE COMMAND...: runs it there, as root
on() {
    local node=$1
    shift
    nsenter --target "${MACHINE[$node]}" --net --mount --uts --ipc --pid --cgroup -- \
        env -i HOME=/srv LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin sh -c 'cd /srv && exec "$@"' sh "$@"
}

# await SECONDS SENTENCE COMMAND...: until the command succeeds
await() {
    local until=$((SECONDS + $1)) sentence=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$until" ] || fail "waited in vain: $sentence"
        sleep 0.2
    done
}

say() { printf 'cluster: %s\n' "$*" >&2; }
fail() {
    say "error: $*"
    exit 1
}
