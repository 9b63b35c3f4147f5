package org.demarche.archive;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;

/** Signs the same bytes alike in every run: ECDSA as RFC 6979 has it, ML-DSA in its deterministic variant. */
final class SteadySigner implements ContentSigner {
    private static final Provider PROVIDER = new BouncyCastleProvider();

    private final AlgorithmIdentifier algorithm;
    private final Signature signature;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    SteadySigner(String name, PrivateKey key) throws GeneralSecurityException {
        algorithm = new DefaultSignatureAlgorithmIdentifierFinder().find(name);
        signature = Signature.getInstance(name.replace("withECDSA", "withECDDSA"), PROVIDER);
        signature.initSign(key);
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
        return algorithm;
    }

    @Override
    public OutputStream getOutputStream() {
        return content;
    }

    @Override
    public byte[] getSignature() {
        try {
            signature.update(content.toByteArray());
            return signature.sign();
        } catch (SignatureException e) {
            throw new AssertionError(e);
        }
    }
}
