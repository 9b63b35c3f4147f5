#!/bin/sh
# Makes what a cluster of database nodes needs, in a folder that stays where its authority's key is to stay: on none of the nodes.
#
#   prepare.sh cluster DIR                        once: the authority ca.key and ca.pem, and the passwords of three database roles
#   prepare.sh node DIR NODE ADDRESS NETWORK      for each node: DIR/NODE, with its certificate and the files of this folder, filled in
#
# For example: prepare.sh node cluster node1 10.77.0.11 10.77.0.0/24. The nodes' names end in .hub.example; replace that in all files of this folder first.
# PostgreSQL, etcd and Patroni's REST interface all use the node's certificate: as servers, and as clients of the other nodes.
set -eu
umask 077
here=$(cd -- "$(dirname -- "$0")" && pwd)
domain=hub.example

authority() {
    mkdir -p "$1" && cd "$1"
    [ ! -e ca.key ] || { echo "prepare.sh: error: $1/ca.key exists already, and is never overwritten" >&2; exit 5; }
    openssl ecparam -genkey -name prime256v1 -noout -out ca.key
    openssl req -x509 -new -key ca.key -sha256 -days 3650 -subj "/CN=Demarche database nodes" -out ca.pem \
        -addext "keyUsage=critical,keyCertSign,cRLSign"
    for role in replication rewind hub; do openssl rand -hex 24 >"$role.password"; done
}

# certificate NODE: NODE/node.key and NODE/node.pem, good for 825 days
certificate() {
    openssl ecparam -genkey -name prime256v1 -noout -out "$1/node.key"
    printf '%s\n' "subjectAltName=DNS:$1.$domain,DNS:localhost" "basicConstraints=critical,CA:FALSE" \
        "keyUsage=critical,digitalSignature" "extendedKeyUsage=serverAuth,clientAuth" >"$1/node.ext"
    openssl req -new -key "$1/node.key" -subj "/CN=$1.$domain" |
        openssl x509 -req -CA ca.pem -CAkey ca.key -CAcreateserial -sha256 -days 825 -extfile "$1/node.ext" -out "$1/node.pem"
    rm "$1/node.ext"
}

# The script for sed comes from a pipe, since a list of processes shows arguments.
fill() {
    printf 's|@%s@|%s|g\n' NODE "$2" ADDRESS "$3" NETWORK "$4" \
        REPLICATION_PASSWORD "$(cat replication.password)" REWIND_PASSWORD "$(cat rewind.password)" |
        sed -f - "$here/$1" >"$2/$1"
}

node() {
    cd "$1"
    mkdir "$2"
    certificate "$2"
    cp ca.pem hub.password "$here/database.sql" "$here/demarche-hub.service" "$2"
    for file in etcd.env patroni.yml hub.toml; do fill "$file" "$2" "$3" "$4"; done
}

case ${1-}/$# in
    cluster/2) authority "$2" ;;
    node/5) shift && node "$@" ;;
    *) sed -n 's/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
esac
