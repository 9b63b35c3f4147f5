package org.demarche.client.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the jar that runs. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"liaison " + (version == null ? "(unpackaged)" : version) + ", protocol demarche.v1"};
    }
}
