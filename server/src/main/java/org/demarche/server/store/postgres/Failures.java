package org.demarche.server.store.postgres;

import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What PostgreSQL's errors mean for who runs the hub. The codes are those of its manual, appendix A. */
final class Failures {
    /** Where PostgreSQL checks rights: the same code from elsewhere means that the system does not let the server write a file. */
    private static final String RIGHTS = "aclchk.c";

    private Failures() {}

    static String noPrimary(PostgresUrl url) {
        return url.place() + " has no primary: promote a standby, or wait until one is promoted";
    }

    /** The failure that {@code e} is. */
    static StoreException of(PostgresUrl url, SQLException e) {
        String place = url.place();
        String state = state(e);
        return switch (state) {
            case "53100" -> new StoreException(Kind.FULL, "the disk under " + place + " is full: free some space", e);
            case "53300" ->
                new StoreException(Kind.FAILED, place + " has no connection left: raise its max_connections", e);
            case "25006" ->
                new StoreException(
                        Kind.READ_ONLY,
                        place
                                + " takes no writes, it is a standby or set to be read only: make it the primary, or reset default_transaction_read_only",
                        e);
            case "55P03" ->
                new StoreException(
                        Kind.BUSY,
                        "the end of the log in " + place
                                + " is held by another session, which did not let go in time: see whether its commit waits for a standby",
                        e);
            case "25P03" ->
                new StoreException(
                        Kind.BUSY, "this hub held the end of the log in " + place + " too long and was put out", e);
            case "40001", "40P01" ->
                new StoreException(Kind.BUSY, place + " undid a transaction for the sake of another", e);
            case "23505" ->
                new StoreException(Kind.CONFLICT, place + " holds an entry already that was to be appended", e);
            case "3D000" ->
                new StoreException(
                        Kind.FAILED,
                        place + " does not exist: create it, with " + url.user()
                                + " as its owner, or bring it back if it was dropped or renamed",
                        e);
            case "3F000", "42P01" -> new StoreException(Kind.ABSENT, nothingThere(url), e);
            case "42501" ->
                RIGHTS.equals(origin(e))
                        ? new StoreException(
                                Kind.FAILED,
                                url.user() + " lacks a right in " + place + ": make it the owner of the database",
                                e)
                        : new StoreException(
                                Kind.READ_ONLY,
                                "the server of " + place + " may not write its files (" + said(e)
                                        + "): see whether its file system has become read only",
                                e);
            // Also what a newcomer does to what is left of an earlier process under its name.
            case "57P01" ->
                new StoreException(
                        Kind.FAILED,
                        place
                                + " ended this hub's session: it is shutting down, or another hub has the same name (store.hub) and puts this one out",
                        e);
            case "57014" ->
                new StoreException(Kind.FAILED, place + " took too long, or was told to stop a statement", e);
            case "XX001", "XX002" ->
                new StoreException(Kind.DAMAGED, place + " is damaged: fail over to a standby, or restore it", e);
            default -> byClass(url, state, e);
        };
    }

    static String nothingThere(PostgresUrl url) {
        return url.place() + " holds no log: run demarche hub init first";
    }

    private static StoreException byClass(PostgresUrl url, String state, SQLException e) {
        String place = url.place();
        if (causes(e).stream().anyMatch(c -> c instanceof SSLException || c instanceof CertificateException)) {
            return new StoreException(
                    Kind.FAILED,
                    "the server of " + place
                            + " could not be verified: check that sslrootcert holds the authority of its certificate",
                    e);
        }
        // The driver has no code for it: servers answered, and none of them takes writes.
        if (state.startsWith("08") && said(e).contains("targetServerType")) {
            return new StoreException(Kind.READ_ONLY, noPrimary(url), e);
        }
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "08" ->
                new StoreException(
                        Kind.FAILED,
                        place + " cannot be reached (" + said(e) + "): check its hosts and the network"
                                + (url.isTls() ? ", and that its certificate bears the host's name" : ""),
                        e);
            case "28" ->
                new StoreException(
                        Kind.FAILED,
                        place + " refuses " + url.user() + ": check the password's file and pg_hba.conf",
                        e);
            case "57" ->
                new StoreException(
                        Kind.FAILED,
                        place + " is starting or shutting down, or has crashed: see its own log if that lasts",
                        e);
            case "58" ->
                new StoreException(
                        Kind.FAILED,
                        "the server of " + place + " cannot use its files (" + said(e)
                                + "): mend its disk, or fail over to a standby",
                        e);
            case "53" -> new StoreException(Kind.FAILED, place + " is short of resources (" + said(e) + ")", e);
            default -> new StoreException(Kind.FAILED, place + " failed (" + state + ": " + said(e) + ")", e);
        };
    }

    /** The first code in the chain of causes: pools put an exception of their own around the driver's. */
    private static String state(SQLException e) {
        return causes(e).stream()
                .filter(SQLException.class::isInstance)
                .map(c -> ((SQLException) c).getSQLState())
                .filter(state -> state != null && !state.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** The server's own source file that the error comes from; empty if the server did not say. */
    private static String origin(SQLException e) {
        return causes(e).stream()
                .filter(PSQLException.class::isInstance)
                .map(c -> ((PSQLException) c).getServerErrorMessage())
                .flatMap(Stream::ofNullable)
                .map(ServerErrorMessage::getFile)
                .flatMap(Stream::ofNullable)
                .findFirst()
                .orElse("");
    }

    /** The driver's words, on one line. */
    private static String said(SQLException e) {
        List<Throwable> causes = causes(e);
        Throwable innermost =
                causes.stream().filter(SQLException.class::isInstance).reduce(e, (first, second) -> second);
        return String.valueOf(innermost.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .strip();
    }

    private static List<Throwable> causes(Throwable e) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = e; cause != null && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
