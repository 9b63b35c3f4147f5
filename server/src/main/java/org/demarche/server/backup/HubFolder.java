package org.demarche.server.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.demarche.disk.DurableFiles;
import org.demarche.secret.SecretFiles;
import org.demarche.server.HubException;
import org.demarche.server.HubFiles;
import org.demarche.server.config.HubConfig;
import org.demarche.server.config.StoreAddress;

/**
 * The files of a hub's folder that a backup holds: hub.toml, what it names, and the log's public keys. Not the passphrase of the keystores, so that who has a backup and
 * its passphrase still cannot sign as the log.
 */
final class HubFolder {
    /** Where files that lie elsewhere than in the hub's folder are put, under their whole path. */
    static final String ELSEWHERE = "elsewhere/";

    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9_][A-Za-z0-9._-]{0,99}){0,24}");

    private HubFolder() {}

    /** The files by the names that they get in the backup. */
    static Map<String, byte[]> read(HubConfig config, Path directory) throws HubException {
        List<Path> paths = new ArrayList<>(List.of(
                directory.resolve(HubConfig.FILE),
                config.tls().certificate(),
                config.tls().key()));
        if (!(config.store() instanceof StoreAddress.Standby)) {
            paths.add(config.logKeystore());
            paths.addAll(config.otherLogKeystores());
        }
        paths.add(directory.resolve(HubFiles.LOG_PUBLIC));
        config.timestamps().authorities().forEach(authority -> paths.add(authority.anchor()));
        paths.addAll(config.backupRecipients());
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (Path path : paths) {
            files.put(name(path, directory), bytes(path));
        }
        return files;
    }

    private static String name(Path path, Path directory) throws HubException {
        Path folder = directory.toAbsolutePath().normalize();
        Path file = path.toAbsolutePath().normalize();
        String name = file.startsWith(folder)
                ? folder.relativize(file).toString().replace('\\', '/')
                : ELSEWHERE + Path.of("/").relativize(file).toString().replace('\\', '/');
        if (!isName(name)) {
            throw new HubException(path + " has a name that a backup does not take (expected: letters, digits, . _ -)");
        }
        return name;
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches() && !name.contains("..");
    }

    private static byte[] bytes(Path path) throws HubException {
        try {
            byte[] bytes = Files.readAllBytes(path);
            if (bytes.length > SecretFiles.MAX_LENGTH) {
                throw new HubException(
                        path + " has more than " + SecretFiles.MAX_LENGTH + " bytes: it is no file of a hub");
            }
            return bytes;
        } catch (IOException e) {
            throw new HubException(
                    HubException.SETUP,
                    path + " cannot be read: " + e.getMessage() + "; run demarche hub config check",
                    e);
        }
    }

    /**
     * Writes those that are not there, closed to others.
     *
     * @return the names of those that were written
     * @throws HubException if one of another content is there: nothing is then written
     */
    static List<String> write(Map<String, byte[]> files, Path directory) throws HubException {
        List<String> written = new ArrayList<>();
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path path = directory.resolve(file.getKey());
                if (Files.exists(path) && !Arrays.equals(Files.readAllBytes(path), file.getValue())) {
                    throw new HubException(
                            HubException.USAGE,
                            path
                                    + " is there and is another than in the backup: move it away first, or give an empty folder",
                            null);
                }
            }
            DurableFiles.createDirectories(directory);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path path = directory.resolve(file.getKey());
                if (!Files.exists(path)) {
                    DurableFiles.createDirectories(
                            Objects.requireNonNull(path.toAbsolutePath().getParent()));
                    SecretFiles.write(path, file.getValue());
                    written.add(file.getKey());
                }
            }
            return written;
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, directory + " cannot be written: " + e.getMessage(), e);
        }
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
