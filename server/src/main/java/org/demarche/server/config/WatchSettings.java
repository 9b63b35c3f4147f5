package org.demarche.server.config;

import java.util.List;

/** The settings of those who look at a hub: the board, monitors, warnings and the operator's output. */
final class WatchSettings {
    private static final String A_NAME = "a name, each once";
    private static final String A_PIN = "\"sha256:\" and 64 lower-case hexadecimal digits";
    private static final String AN_ADDRESS = "the name or number of an address of this machine";
    private static final int PORTS = 65_535;

    static final List<Setting> ALL = List.of(
            Setting.text(
                    "board.host",
                    AN_ADDRESS,
                    "Where the situation board is shown; 127.0.0.1 if only the port is set.",
                    "Elsewhere it is refused, unless the board is shown over TLS, to members or viewers."),
            Setting.number(
                    "board.port",
                    0,
                    PORTS,
                    "The port for it; 0 takes any free one, and the file board.address tells which.",
                    "Without it there is no board."),
            Setting.flag(
                    "board.members",
                    "Show it over TLS to every party of the charter, by the pin of its certificate.",
                    "With true, whoever holds a desk's TLS key sees all that the log holds."),
            Setting.number(
                    "board.clients",
                    1,
                    10_000,
                    256,
                    "pages",
                    "Pages that may be open at once.",
                    "Too few: a wall screen is turned away; too many: they take memory."),
            Setting.text(
                    "board.viewer.*.name",
                    A_NAME,
                    "A person, a screen or a room that sees the board over TLS.",
                    "Without its pin nobody is let in."),
            Setting.text(
                    "board.viewer.*.pin",
                    A_PIN,
                    "SHA-256 of the SubjectPublicKeyInfo of its client certificate.",
                    "Whoever holds that key sees all that the log holds."),
            Setting.text(
                    "operations.host",
                    "127.0.0.1",
                    AN_ADDRESS,
                    "Where the hub tells its health and its metrics, over HTTP.",
                    "Elsewhere than on this machine it is refused, unless monitors are named: then it is TLS."),
            Setting.number(
                    "operations.port",
                    0,
                    PORTS,
                    0,
                    "",
                    "The port for it; 0 takes any free one, and the file operations.address tells which.",
                    "With 0, Prometheus does not know where to ask."),
            Setting.number(
                    "operations.drain_s",
                    0,
                    600,
                    0,
                    "seconds",
                    "For how long the hub goes on, when it is told to end, after it has said that it is about to.",
                    "Too short: clients that could have gone to another hub first are cut off, and ask again; too long: longer than TimeoutStopSec allows, it is killed."),
            Setting.text(
                    "operations.monitor.*.name",
                    A_NAME,
                    "What watches the hub over TLS.",
                    "Without its pin it is not let in."),
            Setting.text(
                    "operations.monitor.*.pin",
                    A_PIN,
                    "SHA-256 of the SubjectPublicKeyInfo of its client certificate.",
                    "Whoever holds that key sees the hub's metrics: which parties send, and how much."),
            Setting.number(
                    "warn.disk_free_mib",
                    0,
                    1_000_000_000,
                    2_048,
                    "MiB",
                    "Warn when less is free where the hub writes; 0: never.",
                    "Too little: the disk is full before anybody comes, and notices are refused."),
            Setting.number(
                    "warn.certificate_days",
                    0,
                    3_650,
                    30,
                    "days",
                    "Warn when the hub's TLS certificate ends sooner; 0: never.",
                    "Too few: no time to get another."),
            Setting.number(
                    "warn.backup_hours",
                    0,
                    87_600,
                    0,
                    "hours",
                    "Warn when the last demarche hub backup is older; 0: never.",
                    "With 0, nobody notices that backups have stopped."),
            Setting.text(
                    "logging.format",
                    "text",
                    "\"text\" or \"json\"",
                    "How the hub logs for its operator: sentences, or a JSON object a line.",
                    "What collects it must read the same."),
            Setting.flag(
                    "logging.calls",
                    "Log a line at the end of each call: who, what, how long, and the reason of a refusal.",
                    "With true, the output grows with the traffic."));

    private WatchSettings() {}
}
