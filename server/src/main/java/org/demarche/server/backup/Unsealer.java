package org.demarche.server.backup;

import java.security.Provider;
import java.util.Optional;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.jcajce.JcePasswordAuthEnvelopedRecipient;

/** A passphrase that opens one backup again and again, and does the work of deriving its key once. For one thread. */
final class Unsealer extends JcePasswordAuthEnvelopedRecipient {
    private Optional<Derived> last = Optional.empty();

    Unsealer(char[] passphrase, Provider provider) {
        super(passphrase.clone());
        setProvider(provider);
    }

    private record Derived(AlgorithmIdentifier by, int scheme, int size, byte[] key) {}

    @Override
    public byte[] calculateDerivedKey(int scheme, AlgorithmIdentifier by, int size) throws CMSException {
        if (last.filter(d -> d.by().equals(by) && d.scheme() == scheme && d.size() == size)
                .isEmpty()) {
            last = Optional.of(new Derived(by, scheme, size, super.calculateDerivedKey(scheme, by, size)));
        }
        return last.orElseThrow().key().clone();
    }
}
