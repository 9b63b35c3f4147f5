#!/bin/sh
# The drill of server/docs/keeping.md, by the guide alone: install, run, backup, upgrade, loss, restore. What it prints is server/docs/drill.md.
#
#   keeping.sh OLD NEW WORK [PLAY]
#
# OLD, NEW  releases, unpacked archives (the same one twice is a drill too)
# WORK      a folder that is not there yet
# PLAY      a folder that an exercise has left; without it one is played
set -eu

old=$(cd "$1" && pwd)
new=$(cd "$2" && pwd)
play=${4:+$(cd "$4" && pwd)}
mkdir "$3"
cd "$3"
hub=

end() { [ -z "$hub" ] || kill "$hub" 2>/dev/null || :; }
trap end EXIT

# Shows a command as the guide has it, runs it, and shows its exit code where that is not 0. The first word is the code that is expected.
step() {
    expected=$1
    shift
    printf '$ %s\n' "$*"
    code=0
    sh -c "$*" 2>&1 || code=$?
    [ "$code" -eq 0 ] || printf '(exit %s)\n' "$code"
    [ "$code" -eq "$expected" ] || { printf 'keeping.sh: expected exit %s\n' "$expected" >&2; exit 1; }
}

title() { printf '\n## %s\n\n' "$1"; }

# start FOLDER: runs the hub, and waits until it has said that it is ready.
start() {
    printf '$ demarche hub run -d %s &\n' "$1"
    demarche hub run -d "$1" >"$1.out" 2>&1 &
    hub=$!
    until grep -q 'hub ready' "$1.out"; do
        kill -0 "$hub" || { cat "$1.out"; exit 1; }
        sleep 0.2
    done
    cat "$1.out"
}

# stop SIGNAL
stop() {
    printf '$ kill -%s HUB; wait HUB\n' "$1"
    kill "-$1" "$hub"
    code=0
    wait "$hub" 2>/dev/null || code=$?
    hub=
    printf '(exit %s)\n' "$code"
}

PATH=$PWD/bin:$PATH
export PATH
mkdir bin media

title "Install"
step 0 "ln -sfn $old current && ln -s ../current/demarche bin/demarche"
step 0 "demarche hub --version"
if [ -n "$play" ]; then
    step 0 "cp -r $play play"
else
    step 0 "demarche exercise --out play >exercise.out"
fi

title "Run"
step 0 "demarche hub config check -d play/hub"
start play/hub
step 0 "demarche hub status -d play/hub | grep -E 'running|entries|root|backup'"

title "Back up, while it runs"
step 0 "(umask 077; openssl rand -hex 32 >backup.passphrase)"
step 0 "demarche hub backup -d play/hub --to media/1.backup --passphrase backup.passphrase"
step 0 "demarche hub status -d play/hub | grep -E 'backup'"
step 2 "demarche hub backup -d play/hub --to media/1.backup --passphrase backup.passphrase"
step 0 "openssl cms -decrypt -inform DER -in media/1.backup -pwri_password \"\$(cat backup.passphrase)\" -out opened.zip && unzip -l opened.zip; rm opened.zip"
step 0 "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-384 -subj /CN=backups -days 3650 -nodes -keyout private.pem -out backup.crt 2>openssl.out"
step 0 "demarche hub backup -d play/hub --to media/2.backup --recipient backup.crt"
step 0 "demarche hub support-bundle -d play/hub --to support.tar.gz && tar -tzf support.tar.gz"

title "Upgrade"
stop TERM
step 0 "ln -sfn $new current && demarche hub --version"
start play/hub
step 0 "demarche hub status -d play/hub | grep -E 'running|entries|root'"

title "Lose the machine"
stop KILL
step 0 "mv play/hub lost"

title "Restore"
step 7 "demarche hub restore -d play/hub --from-backup media/1.backup --passphrase backup.passphrase"
party=$(find play/parties -type d -name log -path '*state*' | sort | head -n 1)
step 0 "demarche hub restore -d play/hub --from-backup media/1.backup --passphrase backup.passphrase --seen $party"
step 0 "cp -p lost/log.passphrase play/hub  # from where it is kept"
step 0 "demarche hub config check -d play/hub"
step 0 "demarche hub fsck -d play/hub"
start play/hub
step 0 "demarche hub status -d play/hub | grep -E 'running|entries|root|in force'"
stop TERM

title "Restore with a private key, elsewhere"
step 0 "demarche hub restore -d play/elsewhere --from-backup media/2.backup --key private.pem --seen $party"
step 0 "cp -p lost/log.passphrase play/elsewhere && demarche hub fsck -d play/elsewhere"

title "What is refused"
step 5 "(umask 077; openssl rand -hex 32 >wrong.passphrase); demarche hub restore -d other --from-backup media/1.backup --passphrase wrong.passphrase --nobody-has-seen-more"
step 10 "head -c 100000 media/1.backup >cut.backup; demarche hub restore -d other --from-backup cut.backup --passphrase backup.passphrase --nobody-has-seen-more"
step 2 "demarche hub restore -d play/hub --from-backup media/1.backup --passphrase backup.passphrase --seen $party"
