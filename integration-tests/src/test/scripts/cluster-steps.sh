# The steps of server/CLUSTER.md, for cluster.sh, in the guide's order.

ETCDCTL="etcdctl --cacert /etc/etcd/ca.pem --cert /etc/etcd/node.pem --key /etc/etcd/node.key --endpoints https://node1.hub.example:2379,https://node2.hub.example:2379"
LIST="patronictl -c /etc/patroni/config.yml list"
NODES="node1 node2 node3"

play() {
    for node in $NODES; do boot "$node"; done
    prepare "$1"
    for node in $NODES; do clear_defaults "$node"; done
    start_etcd
    start_patroni
    make_database
    carry_log
    for node in $NODES; do start_hub "$node" "$OLD"; done
    start_desks "$1"
    start_witnesses
    dump_stamps node1 >"$WORK/stamps"

    measured "the primary's machine, and the hub on it, cut off from the others, and joined again" part_primary heal 3
    measured "the hubs upgraded, one after the other" upgrade_hubs : 3
    measured "switch-over" switch_over : 3
    measured "the primary's machine loses power, and comes back" cut_primary power_on 3
    measured "the synchronous standby's machine loses power, and comes back" cut_standby power_on 3
    measured "kill -9 of a hub" kill_hub : 3
    measured "a fourth node added" add_node : 4
    measured "node3 removed" remove_node : 3

    stop_desks
    stop_witnesses
    check
    check_words
}

# ---- making the cluster ----

prepare() {
    mkdir -p "$WORK/admin"
    cp -r "$source/server/deployment" "$1/hub" "$WORK/admin"
    run admin "deployment/prepare.sh cluster cluster"
    for node in $NODES; do prepare_node "$node"; done
}

prepare_node() {
    run admin "deployment/prepare.sh node cluster $1 $(address "$1") $NETWORK"
    run admin "cp hub/log.key hub/log.passphrase hub/log.pub cluster/$1"
    run admin "ls -l cluster/$1"
    carry "$1"
}

clear_defaults() {
    run "$1" "systemctl disable --now etcd postgresql patroni"
    run "$1" "pg_dropcluster --stop 15 main || true"
}

install_etcd() {
    run "$1" "install -d -o etcd -g etcd -m 700 /etc/etcd"
    run "$1" "cd demarche && install -o etcd -g etcd -m 600 ca.pem node.pem node.key /etc/etcd"
    run "$1" "cd demarche && install -m 644 etcd.env /etc/default/etcd"
}

start_etcd() {
    for node in $NODES; do install_etcd "$node"; done
    for node in $NODES; do run "$node" "systemctl enable etcd && systemctl start --no-block etcd"; done
    await 60 "etcd is healthy" on node1 $ETCDCTL endpoint health
    run node1 "$ETCDCTL endpoint status --cluster --write-out table"
}

install_patroni() {
    run "$1" "cd demarche && install -o postgres -g postgres -m 600 ca.pem node.pem node.key /etc/patroni"
    run "$1" "cd demarche && install -o postgres -g postgres -m 600 patroni.yml /etc/patroni/config.yml"
    run "$1" "systemctl enable --now patroni"
}

start_patroni() {
    install_patroni node1
    await 120 "node1 is the primary" eval '[ "$(primary)" = node1 ]'
    for node in node2 node3; do install_patroni "$node"; done
    await_whole 3
    run node1 "$LIST"
    run node1 "runuser -u postgres -- psql --no-psqlrc --command 'SELECT application_name, state, sync_state FROM pg_stat_replication' --command 'SHOW synchronous_standby_names'"
}

make_database() {
    run node1 "cd demarche && install -o postgres -m 600 hub.password database.sql /var/lib/postgresql"
    run node1 "cd /var/lib/postgresql && runuser -u postgres -- psql --no-psqlrc --set ON_ERROR_STOP=1 --file database.sql"
    run node1 "cd /var/lib/postgresql && rm hub.password database.sql"
}

carry_log() {
    local hosts=node1.hub.example,node2.hub.example,node3.hub.example
    tar -C "$WORK/admin" -c hub | on node1 tar -x -C /srv/demarche --no-same-owner
    install_release node1 "$OLD"
    run node1 "/opt/demarche/demarche hub migrate --dir demarche/hub --to 'postgresql://hub@$hosts/demarche?sslmode=verify-full&sslrootcert=/srv/demarche/ca.pem' --to-password demarche/hub.password"
    run node1 "rm -r demarche/hub"
}

# start_hub NODE BUILT
start_hub() {
    install_release "$1" "$2"
    run "$1" "ln -s /opt/demarche/demarche /usr/local/bin/demarche"
    run "$1" "adduser --system --group --home /var/lib/demarche demarche"
    run "$1" "install -d -o demarche -g demarche -m 700 /var/lib/demarche/hub"
    run "$1" "cd demarche && install -o demarche -g demarche -m 600 hub.toml log.key log.passphrase log.pub /var/lib/demarche/hub"
    run "$1" "cd demarche && install -o demarche -g demarche -m 600 ca.pem /var/lib/demarche/hub/db-ca.pem"
    run "$1" "cd demarche && install -o demarche -g demarche -m 600 hub.password /var/lib/demarche/hub/db.password"
    run "$1" "runuser -u demarche -- /opt/demarche/demarche liaison keygen --tls $1.hub.example /var/lib/demarche/hub/tls"
    run "$1" "runuser -u demarche -- /opt/demarche/demarche hub config check --dir /var/lib/demarche/hub"
    run "$1" "cd demarche && install -m 644 demarche-hub.service /etc/systemd/system && systemctl daemon-reload"
    run "$1" "systemctl enable --now demarche-hub"
    await_hub "$1"
    run "$1" "rm -r demarche"
    run "$1" "journalctl --unit demarche-hub --output cat --no-pager"
}

await_hub() { await 120 "the hub of $1 is ready" hub_is_ready "$1"; }
hub_is_ready() { on "$1" sh -c 'systemctl is-active --quiet demarche-hub && journalctl --output cat "_SYSTEMD_INVOCATION_ID=$0" | grep -q "hub ready on"' "$(hub_start "$1")"; }
hub_start() { on "$1" systemctl show --property InvocationID --value demarche-hub; }
hub_pin() { on "$1" journalctl --unit demarche-hub --output cat | sed -n 's/.*hub ready on .*, pin //p' | tail -n 1; }

# ---- the desks ----

# profile FILE NODE...: the desk's profile with these hubs
profile() {
    local file=$1 hubs= pins=
    shift
    for node in "$@"; do hubs+="\"$node.hub.example:7443\", " pins+="\"$(hub_pin "$node")\", "; done
    sed -i -e "s/^hubs .*/hubs = [${hubs%, }]/" -e "s/^hub_pins .*/hub_pins = [${pins%, }]/" "$file"
}

start_desks() {
    mkdir "$WORK/desks"
    cp -r "$1"/{charter.toml,log.pub,parties} "$WORK/desks"
    : >"$WORK/journal"
    for party in UA US NO; do profile "$WORK/desks/parties/$party/watch.toml" $NODES; done
    speak
}

speak() {
    java -cp "$source/target/lib/*:$source/integration-tests/target/test-classes" org.demarche.cluster.JournalledDesks "$WORK/journal" 10 \
        "$WORK"/desks/parties/{UA,US,NO}/watch.toml >>"$WORK/desks.log" 2>&1 </dev/null &
    desks=$!
    await 90 "every desk has a receipt" all_served 0
}

# The witnesses of the exercise's charter, each of which writes down every head that a hub has taken its cosignature of.
start_witnesses() {
    local file name
    witnesses=
    for file in "$WORK"/desks/parties/*/*-w.toml; do
        profile "$file" $NODES
        name=$(basename "$file" .toml)
        "$source/demarche" liaison witness run --profile "$file" --key "${file%.toml}.key" --passphrase-file "${file%.toml}.pass" --name "$name" \
            --verbose -o json >>"$WORK/cosigned" 2>>"$WORK/witnesses.log" </dev/null &
        witnesses+=" $!"
    done
    [ -n "$witnesses" ] || fail "the charter of the exercise names no witness"
    await 300 "heads are cosigned by every witness" eval '[ "$(jq -r .witness "$WORK/cosigned" | sort -u | wc -l)" = "$(wc -w <<<"$witnesses")" ]'
}

stop_witnesses() {
    kill $witnesses
    for witness in $witnesses; do wait "$witness" || [ $? = 143 ] || fail "a witness gave up: see $WORK/witnesses.log"; done
}

stop_desks() {
    kill "$desks"
    wait "$desks" || [ $? = 143 ] || fail "a desk gave up: see $WORK/desks.log"
}

# ---- what happens to it ----

switch_over() {
    local to
    to=$(synchronous)
    run node1 "patronictl -c /etc/patroni/config.yml switchover --master $(primary) --candidate $to --force"
    [ "$(primary)" = "$to" ] || fail "the switch-over to $to was refused: see the end of $WORK/transcript"
}

cut_primary() { cut "$(primary)"; }
cut_standby() { cut "$(synchronous)"; }
cut() {
    struck=$1
    look_from_another
    say "it is $struck"
    cut_power "$struck"
}
power_on() {
    run "$SEER" "$LIST"
    boot "$struck"
    await_hub "$struck"
}
look_from_another() { for node in $NODES; do [ "$node" = "$struck" ] || SEER=$node; done; }

kill_hub() {
    local before
    before=$(hub_start node2)
    run node2 "systemctl kill --signal KILL demarche-hub"
    await 60 "the hub is started anew" eval '[ "$(hub_start node2)" != '"$before"' ]'
    await_hub node2
}

# A desk on the cut side, which knows that hub alone, is to get no receipt while it is cut off, and the same notice its receipt afterwards.
part_primary() {
    struck=$(primary)
    look_from_another
    await_hub "$struck"
    say "it is $struck"
    cp -r "$WORK/desks/parties/GB" "$WORK/desks/parties/cut-off"
    profile "$WORK/desks/parties/cut-off/watch.toml" "$struck"
    tar -C "$WORK/desks" -c charter.toml log.pub parties/cut-off | on "$struck" sh -c 'mkdir -p /srv/desk && tar -x -C /srv/desk'
    run "$struck" "/opt/demarche/demarche liaison status --profile desk/parties/cut-off/watch.toml"
    unplug "$struck"
    say_on_cut_side
    await 300 "every desk has another receipt" all_served "$(now_ms)"
    say_on_cut_side
    run "$SEER" "$LIST"
    run "$struck" "journalctl --unit demarche-hub --output cat --no-pager --lines 20"
}
say_on_cut_side() {
    run "$struck" "/opt/demarche/demarche liaison message --yes --profile desk/parties/cut-off/watch.toml 'EXERCISE. From the cut side.'; [ \$? = 6 ]"
}
heal() {
    plug "$struck"
    await_whole 3
    await 60 "what was said on the cut side has its receipts" on "$struck" /opt/demarche/demarche liaison outbox send --profile desk/parties/cut-off/watch.toml
    run "$struck" "/opt/demarche/demarche liaison outbox --profile desk/parties/cut-off/watch.toml"
}

add_node() {
    boot node4
    prepare_node node4
    clear_defaults node4
    run node1 "$ETCDCTL member add node4 --peer-urls https://node4.hub.example:2380"
    run node4 "cd demarche && sed -i -e 's/^ETCD_INITIAL_CLUSTER_STATE=.*/ETCD_INITIAL_CLUSTER_STATE=existing/' -e 's/^ETCD_INITIAL_CLUSTER=.*/&,node4=https:\/\/node4.hub.example:2380/' etcd.env"
    install_etcd node4
    run node4 "systemctl enable --now etcd"
    run node1 "$ETCDCTL endpoint status --cluster --write-out table"
    install_patroni node4
    await_whole 4
    run node1 "$LIST"
    NODES="node1 node2 node3 node4"
    start_hub node4 "$source"
    for node in $NODES; do list_databases "$node" $NODES; done
}

# list_databases HUB NODE...: the hub learns where databases are, and is drained and started again for it
list_databases() {
    local hub=$1 hosts
    shift
    hosts=$(printf '%s.hub.example:5432,' "$@")
    run "$hub" "sed -i 's|@[^/]*/demarche|@${hosts%,}/demarche|' /var/lib/demarche/hub/hub.toml"
    run "$hub" "systemctl restart demarche-hub"
    await_hub "$hub"
}

remove_node() {
    local id
    if [ "$(primary)" = node3 ]; then
        run node1 "patronictl -c /etc/patroni/config.yml switchover --master node3 --candidate $(synchronous) --force"
        await_whole 4
    fi
    run node3 "systemctl disable --now demarche-hub"
    NODES="node1 node2 node4"
    for node in $NODES; do list_databases "$node" $NODES; done
    run node3 "systemctl disable --now patroni"
    id=$(on node1 $ETCDCTL member list | sed -n 's/, .*, node3, .*//p')
    run node1 "$ETCDCTL member remove $id"
    run node3 "systemctl disable --now etcd"
    run node1 "$ETCDCTL member list --write-out table"
}

upgrade_hubs() {
    for node in $NODES; do
        run "$node" "systemctl stop demarche-hub"
        install_release "$node" "$source"
        run "$node" "systemctl start demarche-hub"
        await_hub "$node"
        run "$node" "journalctl --unit demarche-hub --output cat --no-pager --lines 6"
    done
}

# ---- what must be true afterwards ----

# select_on NODE COLUMNS-AND-REST: rows of the log's tables, by the node's own server
select_on() {
    on "$1" sh -c "cd /tmp && runuser -u postgres -- psql --no-psqlrc --quiet --tuples-only --no-align --field-separator ' ' --dbname demarche --command 'SET search_path = demarche' --command \"SELECT $2\""
}
dump_stamps() { select_on "$1" "size, authority, encode(sha256(token), 'hex') FROM tokens JOIN frozen USING (size) ORDER BY 1, 2"; }

# The word of witnesses and time authorities: what a hub has taken is on every node, but on heads that were dropped since, as they are by the hundred.
check_words() {
    local acknowledged kept
    jq -r '"\(.size) \(.witness)"' "$WORK/cosigned" | sort -u >"$WORK/acknowledged"
    for node in $NODES; do
        select_on "$node" "o.size, w.witness FROM offered o JOIN (SELECT DISTINCT witness FROM cosignatures) w ON true ORDER BY 1, 2" | sort >"$WORK/$node.offered"
        select_on "$node" "size, witness FROM cosignatures" | sort >"$WORK/$node.cosigned"
        comm -12 "$WORK/acknowledged" "$WORK/$node.offered" >"$WORK/$node.expected"
        kept=$(wc -l <"$WORK/$node.expected")
        [ "$kept" -gt 0 ] || fail "$node keeps none of the heads that were cosigned"
        [ -z "$(comm -23 "$WORK/$node.expected" "$WORK/$node.cosigned")" ] || fail "$node has lost cosignatures that a hub had taken: compare $WORK/$node.expected with $WORK/$node.cosigned"
        cmp "$WORK/$node.cosigned" "$WORK/node1.cosigned" || fail "$node and node1 hold different cosignatures"
        dump_stamps "$node" | cmp - "$WORK/stamps" || fail "$node does not hold the tokens that were carried in"
    done
    [ -s "$WORK/stamps" ] || fail "no token was carried in"
    acknowledged=$(wc -l <"$WORK/acknowledged")
    printf '%d cosignatures taken, %d of them on heads that are kept, and %d tokens, alike on three nodes\n' "$acknowledged" "$kept" "$(wc -l <"$WORK/stamps")" |
        tee -a "$WORK/table" >&2
    run node1 "runuser -u demarche -- /opt/demarche/demarche hub witnesses --dir /var/lib/demarche/hub"
}

check() {
    local dump="COPY (SELECT idx, encode(identity, 'hex'), encode(sha256(bytes), 'hex') FROM demarche.entries ORDER BY idx) TO STDOUT (DELIMITER ' ', NULL '-')"
    for node in $NODES; do
        on "$node" sh -c "cd /tmp && runuser -u postgres -- psql --no-psqlrc --tuples-only --no-align --dbname demarche --command \"$dump\"" >"$WORK/$node.entries"
        cmp "$WORK/$node.entries" "$WORK/node1.entries" || fail "$node and node1 hold different logs"
        run "$node" "runuser -u demarche -- /opt/demarche/demarche hub fsck --dir /var/lib/demarche/hub"
    done
    run node1 "runuser -u demarche -- /opt/demarche/demarche hub status --dir /var/lib/demarche/hub"
    for party in UA US NO; do
        run admin "$source/demarche liaison outbox --profile $WORK/desks/parties/$party/watch.toml"
    done
    awk 'FNR == NR { entry[$1] = $2 " " $3; if ($2 != "-" && seen[$2]++) twice++; next }
        { receipts++; if (entry[$3] != $4 " " $5) lost++ }
        END { printf "%d receipts, %d lost, %d logged twice, %d entries alike on three nodes\n", receipts, lost, twice, length(entry); exit lost + twice > 0 || receipts == 0 }' \
        "$WORK/node1.entries" "$WORK/journal" | tee -a "$WORK/table" >&2 || fail "the log is not what was promised: see $WORK/journal"
    { printf '| what happened | longest time in which some desk got no receipt | then until the cluster was whole |\n|---|---|---|\n'; cat "$WORK/table"; }
}
