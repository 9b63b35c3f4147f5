package org.demarche.asic;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** An ASiCManifest (EN 319 162-1, annex A.4): the hashes of the files that one signature, time-stamp or evidence record is about. Names and types need no escaping in XML: {@link DataFile} sees to it. */
final class Manifest {
    private Manifest() {}

    /**
     * Its bytes.
     *
     * @param assertion name of the file that is about these
     */
    static byte[] of(String assertion, String mimeType, List<DataFile> files) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
                .append("<asic:ASiCManifest xmlns:asic=\"http://uri.etsi.org/02918/v1.2.1#\"")
                .append(" xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">\n")
                .append("  <asic:SigReference URI=\"" + assertion + "\" MimeType=\"" + mimeType + "\"/>\n");
        for (DataFile file : files) {
            xml.append("  <asic:DataObjectReference URI=\"" + file.name() + "\" MimeType=\"" + file.mimeType()
                            + "\">\n")
                    .append("    <ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha512\"/>\n")
                    .append("    <ds:DigestValue>" + sha512(file.bytes()) + "</ds:DigestValue>\n")
                    .append("  </asic:DataObjectReference>\n");
        }
        return xml.append("</asic:ASiCManifest>\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String sha512(byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-512").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-512", e);
        }
    }
}
