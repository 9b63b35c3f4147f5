package org.demarche.server.backup;

import java.io.IOException;
import java.io.InputStream;
import java.security.Key;
import java.util.Collection;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.KeyAgreeRecipientInformation;
import org.bouncycastle.cms.KeyTransRecipientInformation;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceKeyAgreeAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransAuthEnvelopedRecipient;

/**
 * The key of the content itself, which whoever seals a backup has until it is read back: the hub holds no private key of its addressees, and need not. That they can open
 * it is not shown by this.
 */
final class ByContentKey extends Unsealer {
    private final Key key;

    ByContentKey(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    @Override
    InputStream open(Collection<RecipientInformation> recipients) throws IOException, CMSException {
        RecipientInformation first = recipients.iterator().next();
        if (first instanceof KeyTransRecipientInformation) {
            return first.getContentStream(new Transported(key)).getContentStream();
        }
        if (first instanceof KeyAgreeRecipientInformation) {
            return first.getContentStream(new Agreed(key)).getContentStream();
        }
        throw new NotOpenedException("its first addressee has no certificate");
    }

    private static final class Transported extends JceKeyTransAuthEnvelopedRecipient {
        private final Key key;

        Transported(Key key) {
            super(null);
            this.key = key;
            setProvider(Sealed.PROVIDER);
        }

        @Override
        protected Key extractSecretKey(AlgorithmIdentifier by, AlgorithmIdentifier of, byte[] encrypted) {
            return key;
        }
    }

    private static final class Agreed extends JceKeyAgreeAuthEnvelopedRecipient {
        private final Key key;

        Agreed(Key key) {
            super(null);
            this.key = key;
            setProvider(Sealed.PROVIDER);
        }

        @Override
        public AlgorithmIdentifier getPrivateKeyAlgorithmIdentifier() {
            // Whatever it is: no private key is used.
            return new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption);
        }

        @Override
        protected Key extractSecretKey(
                AlgorithmIdentifier by,
                AlgorithmIdentifier of,
                SubjectPublicKeyInfo sender,
                ASN1OctetString material,
                byte[] encrypted) {
            return key;
        }
    }
}
