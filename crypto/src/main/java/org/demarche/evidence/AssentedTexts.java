package org.demarche.evidence;

import com.google.protobuf.ByteString;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Notice;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/**
 * The charter texts that travel beside a governance chain: those that its assents name. One that is left out could hide an adoption.
 *
 * @param texts by hash, in the order of first assent
 * @param missing hashes of which there is no text, in the order of first assent
 */
public record AssentedTexts(Map<Sha256, ByteString> texts, Set<Sha256> missing) {
    /**
     * The texts that a file brings beside these entries.
     *
     * @throws RefusedException MALFORMED, if one is there that no assent names, one twice, or not in the order of first assent
     */
    public static AssentedTexts of(List<ByteString> charters, Collection<UnverifiedEntry> entries)
            throws RefusedException {
        Set<Sha256> named = named(entries);
        Map<Sha256, ByteString> texts = new LinkedHashMap<>();
        for (int i = 0; i < charters.size(); i++) {
            Sha256 hash = Sha256.of(charters.get(i).toByteArray());
            if (!named.contains(hash)) {
                throw malformed("charters[" + i + "]: no assent in the file names this text (" + hash.brief() + "…)");
            }
            if (texts.put(hash, charters.get(i)) != null) {
                throw malformed("charters[" + i + "]: the same text twice");
            }
        }
        if (!List.copyOf(texts.keySet())
                .equals(named.stream().filter(texts::containsKey).toList())) {
            throw malformed("charters: not in the order of first assent");
        }
        Set<Sha256> missing = new LinkedHashSet<>(named);
        missing.removeAll(texts.keySet());
        return new AssentedTexts(texts, missing);
    }

    /** The charters other than that of entry 0 that assents among these entries name, in the order of first assent. */
    public static Set<Sha256> named(Collection<UnverifiedEntry> entries) {
        Set<Sha256> named = new LinkedHashSet<>();
        Set<Sha256> genesis = new LinkedHashSet<>();
        for (UnverifiedEntry entry : entries) {
            if (entry.message().hasGenesis()) {
                genesis.add(Sha256.of(entry.message().getGenesis().getText().toByteArray()));
            }
            entry.notice()
                    .map(n -> n.notice())
                    .filter(Notice::hasCharterAssent)
                    .ifPresent(n -> named.add(Sha256.copyOf(n.getCharterAssent().getCharter())));
        }
        named.removeAll(genesis);
        return named;
    }

    private static RefusedException malformed(String sentence) {
        return new RefusedException(Reason.MALFORMED, sentence);
    }
}
