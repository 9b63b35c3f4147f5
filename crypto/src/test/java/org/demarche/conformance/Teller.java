package org.demarche.conformance;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.demarche.envelope.Possession;
import org.demarche.envelope.Strict;
import org.demarche.hash.Sha256;
import org.demarche.lies.LieCharter;
import org.demarche.lies.LieKeys;
import org.demarche.lies.LieLog;
import org.demarche.lies.Says;
import org.demarche.proto.v1.CharterText;
import org.demarche.proto.v1.Component;
import org.demarche.proto.v1.ConditionMet;
import org.demarche.proto.v1.Correction;
import org.demarche.proto.v1.CorrectionAct;
import org.demarche.proto.v1.Declaration;
import org.demarche.proto.v1.DeskKey;
import org.demarche.proto.v1.Finding;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.FindingWord;
import org.demarche.proto.v1.KeyChange;
import org.demarche.proto.v1.Measures;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Pledge;
import org.demarche.proto.v1.PledgeEnded;
import org.demarche.proto.v1.Warning;

/** A log that is told step by step: who says what, minutes after the zero hour. */
final class Teller {
    static final long MINUTE = 60_000;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;

    private final LieLog log;
    private final LieCharter charter;

    Teller(LieCharter charter) {
        this.charter = charter;
        this.log = LieLog.of(charter).at(MINUTE);
    }

    /** UA assents, and its word is enough; then GB and FR, so that their keys are known. */
    static Teller adopted(LieCharter charter) {
        Teller told = new Teller(charter);
        for (String party : new String[] {"UA", "GB", "FR"}) {
            told.log.assent(party + "/root", charter, party + "/root", party + "/watch");
        }
        return told;
    }

    /** UA alone has assented, which is enough. */
    static Teller byUa(LieCharter charter) {
        Teller told = new Teller(charter);
        told.log.assent("UA/root", charter, "UA/root", "UA/watch");
        return told;
    }

    LieLog log() {
        return log;
    }

    Teller at(long sinceStartMs) {
        log.at(sinceStartMs);
        return this;
    }

    /** A report by UA; the incident. */
    Sha256 report() {
        return log.id(log.say("UA/watch", Says.report()));
    }

    Sha256 say(String signer, Notice.Builder notice) {
        return log.id(log.say(signer, notice));
    }

    Sha256 govern(String signer, Notice.Builder notice) {
        return log.id(log.govern(signer, notice));
    }

    /** Every entry, encoded. */
    List<byte[]> entries() {
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            entries.add(Strict.encode(log.entry(i)));
        }
        return entries;
    }

    Given given() {
        return new Given().byteStrings("entries", entries());
    }

    static Notice.Builder find(Sha256 incident, FindingKind kind, FindingWord word) {
        return Says.in(incident).setFinding(Finding.newBuilder().setKind(kind).setWord(word));
    }

    static Notice.Builder ceased(Sha256 incident) {
        return find(incident, FindingKind.FINDING_KIND_HOSTILITIES_CEASED, FindingWord.FINDING_WORD_CONFIRMED);
    }

    static Notice.Builder warning(Sha256 incident) {
        return Says.in(incident)
                .setWarning(Warning.newBuilder()
                        .setText("Stop")
                        .setDeliveredTo("The embassy")
                        .setChannel("In person"));
    }

    static Notice.Builder measures(Sha256 incident) {
        return Says.in(incident).setMeasures(Measures.newBuilder().setText("Drones were shot down"));
    }

    static Notice.Builder correction(Sha256 target) {
        return Notice.newBuilder()
                .addReferences(target.byteString())
                .setCorrection(Correction.newBuilder()
                        .setAct(CorrectionAct.CORRECTION_ACT_WITHDRAW)
                        .setText("Sent in error"));
    }

    static Notice.Builder pledge(String... conditions) {
        return pledge(Pledge.newBuilder().setFromMs(1).addAllConditions(List.of(conditions)));
    }

    static Notice.Builder pledge(Pledge.Builder pledge) {
        return Notice.newBuilder()
                .setPledge(pledge.setComponent(Component.COMPONENT_SUPPORT).setText("Ammunition"));
    }

    static Notice.Builder met(Sha256 pledge, int condition) {
        return Notice.newBuilder()
                .setConditionMet(
                        ConditionMet.newBuilder().setPledge(pledge.byteString()).setCondition(condition));
    }

    static Notice.Builder ended(Sha256 pledge) {
        return Notice.newBuilder().setPledgeEnded(PledgeEnded.newBuilder().setPledge(pledge.byteString()));
    }

    static Notice.Builder declaration() {
        return Notice.newBuilder()
                .setDeclaration(Declaration.newBuilder()
                        .setTitle("A document")
                        .setSha256(Sha256.of().byteString()));
    }

    static Notice.Builder text(LieCharter next) {
        return Notice.newBuilder().setCharterText(CharterText.newBuilder().setText(ByteString.copyFrom(next.bytes())));
    }

    /** UA adds a key for its desk. */
    Notice.Builder adds(String desk, String key) {
        return Notice.newBuilder()
                .setKeyChange(KeyChange.newBuilder()
                        .addAdded(DeskKey.newBuilder()
                                .setDesk(desk)
                                .setKey(Possession.prove(LieKeys.party(key), "UA", charter.hash()))));
    }

    static Notice.Builder ends(String key) {
        return Notice.newBuilder()
                .setKeyChange(KeyChange.newBuilder()
                        .addEnded(LieKeys.party(key).publicKey().id().byteString()));
    }
}
