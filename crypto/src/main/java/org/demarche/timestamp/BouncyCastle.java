package org.demarche.timestamp;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** The provider of all certificate work, so that a verdict does not depend on how a Java installation is configured. Nobody else in the process sees it. */
final class BouncyCastle {
    static final Provider PROVIDER = new BouncyCastleProvider();

    private BouncyCastle() {}
}
