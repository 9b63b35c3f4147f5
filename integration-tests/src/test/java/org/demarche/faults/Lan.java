package org.demarche.faults;

import java.util.List;
import org.demarche.postgres.Place;

/**
 * Three machines and this one on a network: each a network namespace, joined to a bridge by a cable of its own, that can be pulled. Needs root and {@code ip}. There is
 * one at a time; what a killed run has left is removed by the next.
 */
final class Lan implements AutoCloseable {
    static final int MACHINES = 3;

    private static final String BRIDGE = "demarche0";

    Lan() {
        close();
        Shell.run("ip", "link", "add", BRIDGE, "type", "bridge");
        Shell.run("ip", "address", "add", "10.77.0.1/24", "dev", BRIDGE);
        Shell.run("ip", "link", "set", BRIDGE, "up");
        for (int machine = 1; machine <= MACHINES; machine++) {
            String name = name(machine);
            Shell.run("ip", "netns", "add", name);
            Shell.run("ip", "link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", name);
            Shell.run("ip", "link", "set", name, "master", BRIDGE, "up");
            Shell.run("ip", "-n", name, "address", "add", address(machine) + "/24", "dev", "eth0");
            Shell.run("ip", "-n", name, "link", "set", "eth0", "up");
            Shell.run("ip", "-n", name, "link", "set", "lo", "up");
        }
    }

    private static String name(int machine) {
        return "demarche-" + machine;
    }

    /** Its address. */
    static String address(int machine) {
        return "10.77.0.1" + machine;
    }

    /** The command that runs another on the machine. */
    static List<String> entry(int machine) {
        return List.of("ip", "netns", "exec", name(machine));
    }

    /** The machine, for a server. */
    static Place place(int machine) {
        return new Place(entry(machine), address(machine));
    }

    /** Nothing comes to the machine or from it any more, and nobody is told. */
    void unplug(int machine) {
        Shell.run("ip", "link", "set", name(machine), "nomaster");
    }

    /** The cable is back. */
    void plug(int machine) {
        Shell.run("ip", "link", "set", name(machine), "master", BRIDGE);
    }

    @Override
    public void close() {
        for (int machine = 1; machine <= MACHINES; machine++) {
            Shell.ran(List.of("ip", "netns", "delete", name(machine)));
            Shell.ran(List.of("ip", "link", "delete", name(machine)));
        }
        Shell.ran(List.of("ip", "link", "delete", BRIDGE));
    }
}
