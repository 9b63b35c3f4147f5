package org.demarche.server.console;

import java.util.Arrays;
import org.demarche.hash.Sha256;
import org.demarche.situation.page.BoardPages;

/** A file that every page loads, with a tag by which a client knows whether it has it. */
final class BoardFile {
    /** The style sheet. */
    static final BoardFile STYLE = new BoardFile("text/css; charset=utf-8", BoardPages.style());

    /** The module. */
    static final BoardFile SCRIPT = new BoardFile("text/javascript; charset=utf-8", BoardPages.script());

    /** The sign in a browser's tab. */
    static final BoardFile ICON = new BoardFile("image/svg+xml", BoardPages.icon());

    private final String type;
    private final byte[] bytes;
    private final String tag;

    private BoardFile(String type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes;
        this.tag = "\"" + Sha256.of(bytes).hex() + "\"";
    }

    String type() {
        return type;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, bytes.length);
    }

    String tag() {
        return tag;
    }
}
