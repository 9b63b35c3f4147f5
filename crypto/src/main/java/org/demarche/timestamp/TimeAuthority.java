package org.demarche.timestamp;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInfoGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.bouncycastle.util.CollectionStore;

/**
 * A small time-stamping authority (RFC 3161) for exercises and tests: from the bytes of a request, the time and a random number come the bytes of the response.
 * Thread-safe if its random generator is.
 */
public final class TimeAuthority {
    /** Media type of a response. */
    public static final String MEDIA_TYPE = "application/timestamp-reply";

    /** Greatest length of a request, in bytes. */
    public static final int MAX_REQUEST_BYTES = 4096;

    /** Its policy: "an exercise's clock, no promise beyond it". An identifier made of a UUID (ITU-T X.667), so that nobody else's means something else. */
    public static final String POLICY = "2.25.142747392726774887994328952291990264845";

    private static final int ACCURACY_S = 1;
    private static final int SERIAL_BITS = 127;
    private static final Set<ASN1ObjectIdentifier> HASHES =
            Arrays.stream(HashAlgorithm.values()).map(HashAlgorithm::oid).collect(Collectors.toUnmodifiableSet());

    private final TimeAuthorityKeys keys;
    private final SecureRandom random;

    /** @param random gives the tokens their numbers */
    public TimeAuthority(TimeAuthorityKeys keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
    }

    /**
     * The response to a request: a token, or a refusal that says why. Total.
     *
     * @param now the authority's time; the token states it in milliseconds
     */
    public byte[] answer(byte[] request, Instant now) {
        try {
            TimeStampResponseGenerator generator = new TimeStampResponseGenerator(tokens(), HASHES, Set.of(POLICY));
            org.bouncycastle.tsp.TimeStampRequest read;
            try {
                read = read(request);
            } catch (IOException | RuntimeException e) {
                return generator
                        .generateFailResponse(
                                PKIStatus.REJECTION, PKIFailureInfo.badDataFormat, "not a time-stamp request")
                        .getEncoded();
            }
            BigInteger serial = new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1);
            return generator.generate(read, serial, Date.from(now)).getEncoded();
        } catch (TSPException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("a response can be made", e);
        }
    }

    private static org.bouncycastle.tsp.TimeStampRequest read(byte[] request) throws IOException {
        if (request.length > MAX_REQUEST_BYTES) {
            throw new IOException("too large");
        }
        return new org.bouncycastle.tsp.TimeStampRequest(request);
    }

    private TimeStampTokenGenerator tokens() throws OperatorCreationException, TSPException {
        BcDigestCalculatorProvider digests = new BcDigestCalculatorProvider();
        DefaultSignedAttributeTableGenerator attributes = new DefaultSignedAttributeTableGenerator();
        SignerInfoGenerator signer = new SignerInfoGeneratorBuilder(digests)
                // The default states the machine's time beside that of the token.
                .setSignedAttributeGenerator(
                        given -> attributes.getAttributes(given).remove(CMSAttributes.signingTime))
                .build(EcKey.signer(keys.key()), keys.certificate());
        TimeStampTokenGenerator tokens = new TimeStampTokenGenerator(
                signer,
                digests.get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
                new ASN1ObjectIdentifier(POLICY));
        tokens.setAccuracySeconds(ACCURACY_S);
        tokens.setResolution(TimeStampTokenGenerator.R_MILLISECONDS);
        tokens.addCertificates(new CollectionStore<>(Set.of(keys.certificate())));
        return tokens;
    }
}
