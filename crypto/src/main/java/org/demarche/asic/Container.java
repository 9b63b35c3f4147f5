package org.demarche.asic;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.demarche.timestamp.HashAlgorithm;
import org.demarche.timestamp.Imprint;
import org.demarche.timestamp.VerifiedToken;

/** A container that is being filled: files first, then what vouches for them. The same content gives the same bytes. */
public final class Container {
    private static final String TYPE = "application/vnd.etsi.asic-e+zip";
    private static final String TOKEN_TYPE = "application/vnd.etsi.timestamp-token";
    private static final String SIGNATURE_TYPE = "application/pkcs7-signature";
    private static final String RECORD_TYPE = "application/vnd.etsi.evidencerecord";
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final List<DataFile> files;
    private final Map<String, byte[]> meta = new LinkedHashMap<>();
    private int assertions;

    /** @param files at least one, of different names */
    public Container(List<DataFile> files) {
        this.files = List.copyOf(files);
        if (files.isEmpty() || files.stream().map(DataFile::name).distinct().count() != files.size()) {
            throw new IllegalArgumentException(
                    "files: " + files.size() + " (expected: at least 1, of different names)");
        }
    }

    /** Makes a signature over bytes. */
    @FunctionalInterface
    public interface Signing {
        /** A CAdES signature over {@code manifest}, detached, in DER. */
        byte[] sign(byte[] manifest);
    }

    /** Makes a time-stamp. */
    @FunctionalInterface
    public interface Stamping<E extends Exception> {
        /** A token over {@code imprint}. */
        VerifiedToken stamp(Imprint imprint) throws E;
    }

    /** Adds a time-stamp over all files. */
    public <E extends Exception> Container stamped(Stamping<E> authority) throws E {
        String name = name("timestamp", "tst");
        byte[] manifest = Manifest.of(name, TOKEN_TYPE, files);
        VerifiedToken token = authority.stamp(Imprint.of(HashAlgorithm.SHA_512, manifest));
        return put("ASiCManifest", manifest, name, token.lean().bytes());
    }

    /** Adds a signature over all files. */
    public Container signed(Signing signer) {
        String name = name("signature", "p7s");
        byte[] manifest = Manifest.of(name, SIGNATURE_TYPE, files);
        return put("ASiCManifest", manifest, name, signer.sign(manifest));
    }

    /**
     * Adds an evidence record.
     *
     * @param record in DER, over the bytes of {@code file}
     */
    public Container recorded(DataFile file, byte[] record) {
        String name = name("evidencerecord", "ers");
        return put("ASiCEvidenceRecordManifest", Manifest.of(name, RECORD_TYPE, List.of(file)), name, record);
    }

    /** Whether anything vouches for the files; without, it is no container of this kind. */
    public boolean vouched() {
        return assertions > 0;
    }

    private String name(String kind, String ending) {
        assertions++;
        return String.format("META-INF/%s%03d.%s", kind, assertions, ending);
    }

    private Container put(String kind, byte[] manifest, String name, byte[] assertion) {
        meta.put(String.format("META-INF/%s%03d.xml", kind, assertions), manifest);
        meta.put(name, assertion.clone());
        return this;
    }

    /** The container, a ZIP file. */
    public byte[] bytes() {
        if (!vouched()) {
            throw new IllegalStateException(
                    "nothing vouches for the files (expected: a time-stamp, a record or a signature)");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            byte[] type = TYPE.getBytes(StandardCharsets.US_ASCII);
            ZipEntry first = entry("mimetype");
            CRC32 sum = new CRC32();
            sum.update(type);
            first.setMethod(ZipEntry.STORED);
            first.setSize(type.length);
            first.setCrc(sum.getValue());
            write(zip, first, type);
            for (DataFile file : files) {
                write(zip, entry(file.name()), file.bytes());
            }
            for (Map.Entry<String, byte[]> other : new ArrayList<>(meta.entrySet())) {
                write(zip, entry(other.getKey()), other.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an array took no bytes", e);
        }
        return bytes.toByteArray();
    }

    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        return entry;
    }

    private static void write(ZipOutputStream zip, ZipEntry entry, byte[] bytes) throws IOException {
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
