package org.demarche.postgres;

/** The server that all tests of a process share. They must not change its settings. */
public final class SharedPostgres {
    private SharedPostgres() {}

    private static final class Holder {
        static final PostgresServer SERVER = PostgresServer.start("shared");
    }

    /** The server, running. */
    public static PostgresServer server() {
        return Holder.SERVER;
    }

    /** The address of a new, empty database, which belongs to the hub. */
    public static String newDatabase() {
        return server().url("hub", server().createDatabase("hub"));
    }
}
