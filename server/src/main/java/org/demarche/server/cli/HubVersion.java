package org.demarche.server.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest states. */
final class HubVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Hub.class.getPackage().getImplementationVersion();
        return new String[] {"hub " + (version == null ? "(from a source tree)" : version)};
    }
}
