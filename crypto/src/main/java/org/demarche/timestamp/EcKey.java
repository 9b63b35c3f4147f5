package org.demarche.timestamp;

import java.security.SecureRandom;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;

/** A key pair for ECDSA over P-256 with SHA-256. It signs deterministically (RFC 6979), so that a token depends on nothing but its request, time and number. */
record EcKey(ECPrivateKeyParameters privateKey, ECPublicKeyParameters publicKey) {
    private static final AlgorithmIdentifier ECDSA_WITH_SHA256 =
            new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

    static EcKey generate(SecureRandom random) {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(
                new ECKeyGenerationParameters(ECNamedDomainParameters.lookup(SECObjectIdentifiers.secp256r1), random));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        return new EcKey((ECPrivateKeyParameters) pair.getPrivate(), (ECPublicKeyParameters) pair.getPublic());
    }

    static EcKey of(ECPrivateKeyParameters key) {
        return new EcKey(
                key,
                new ECPublicKeyParameters(
                        key.getParameters().getG().multiply(key.getD()).normalize(), key.getParameters()));
    }

    static ContentSigner signer(ECPrivateKeyParameters key) {
        try {
            return new BcECContentSignerBuilder(
                    ECDSA_WITH_SHA256, new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)) {
                @Override
                protected Signer createSigner(AlgorithmIdentifier signature, AlgorithmIdentifier digest) {
                    return new DSADigestSigner(
                            new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest())), new SHA256Digest());
                }
            }.build(key);
        } catch (OperatorCreationException e) {
            throw new AssertionError("a P-256 key can sign", e);
        }
    }

    @Override
    public String toString() {
        return "EcKey";
    }
}
