package org.demarche.situation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.demarche.charter.Charter;
import org.demarche.charter.SampleCharter;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Scene;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Acknowledgement;
import org.demarche.proto.v1.Category;
import org.demarche.proto.v1.Component;
import org.demarche.proto.v1.ConditionMet;
import org.demarche.proto.v1.Declaration;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Place;
import org.demarche.proto.v1.Pledge;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.Precedence;
import org.demarche.proto.v1.ViolationReport;

/** A scene with somebody who keeps its journal and looks at it. */
public final class Watchroom {
    /** Those who concur with tier 2 and tier 3 in the stories. */
    public static final List<String> ELEVEN = List.of("GB", "FR", "DE", "PL", "NO", "TR", "IS", "SE", "FI", "DK", "NL");

    private static final long HOUR = 3_600_000L;

    private final Scene scene;
    private final Scribe scribe = new Scribe();
    private double hour;

    private Watchroom(Scene scene) {
        this.scene = scene;
        look();
    }

    /** Under the sample charter as an exercise at real pace, with witnesses; everybody has assented. */
    public static Watchroom exercise() {
        Scene scene =
                Scene.draft(SampleCharter.exercise(TestKeys::fingerprint, 1).witnessedBy("GB", "FR", "NO"));
        Charter charter = scene.charter();
        SampleCharter.PARTIES.keySet().forEach(p -> Scene.entry(scene.assent(p, charter)));
        return new Watchroom(scene);
    }

    /** Under the sample charter at real pace, in force, not an exercise. */
    public static Watchroom actual() {
        return new Watchroom(Scene.inForce());
    }

    /** Under a charter to which nobody has assented yet. */
    public static Watchroom draft() {
        return new Watchroom(Scene.draft(SampleCharter.exercise(TestKeys::fingerprint, 1)));
    }

    /** The scene. */
    public Scene scene() {
        return scene;
    }

    /** Sets the clock to an hour of the plan. */
    public Watchroom at(double toHour) {
        hour = toHour;
        scene.at(toHour);
        return this;
    }

    /** The instant. */
    public long nowMs() {
        return Scene.START + Math.round(hour * HOUR);
    }

    /** Reads what is new. */
    public Watchroom look() {
        List<Entry> entries = scene.entries();
        for (Entry entry : entries.subList((int) scribe.journal().size(), entries.size())) {
            scribe.add(entry, scene.governance());
        }
        scene.ledger().incidents().forEach(scribe::moved);
        return this;
    }

    /** What there is to see now. */
    public Situation situation() {
        look();
        long size = scene.entries().size();
        List<WitnessStanding> witnesses = new ArrayList<>();
        for (Charter.Witness witness : scene.charter().witnesses()) {
            boolean behind = witness.party().equals("NO");
            witnesses.add(new WitnessStanding(
                    witness.name(),
                    witness.party(),
                    behind ? Math.max(1, size - 40) : size,
                    OptionalLong.of(nowMs() - (behind ? 900_000 : 3_000))));
        }
        return Situation.at(
                nowMs(),
                scene.governance(),
                scene.ledger().incidents(),
                scribe.journal(),
                new LogHead(size, scene.tree().head(size).root(), nowMs() - 2_000, size),
                witnesses,
                List.of(
                        new HealthLine("intake", Level.GOOD, "0 wait", ""),
                        new HealthLine("clock", Level.GOOD, "4 ms off", ""),
                        new HealthLine("replica", Level.GOOD, "keeps up", ""),
                        new HealthLine("certificate", Level.WARN, "12 d left", "renew it: operators' guide, chapter 4"),
                        new HealthLine("last backup", Level.GOOD, "2 h 10 min ago", "")));
    }

    // Deeds

    /** A report that opens an incident. */
    public Sha256 report(String by, Precedence precedence, Category category, String place, String summary) {
        return Scene.id(scene.offer(
                by,
                Notice.newBuilder()
                        .setPrecedence(precedence)
                        .setViolationReport(ViolationReport.newBuilder()
                                .setCategory(category)
                                .setPlace(Place.newBuilder()
                                        .setLatitudeE7(481234567)
                                        .setLongitudeE7(377654321)
                                        .setName(place))
                                .setObservedFromMs(nowMs() - 60_000)
                                .setObservedToMs(nowMs())
                                .setSummary(summary))));
    }

    /** A report like others. */
    public Sha256 report() {
        return report(
                "UA/watch",
                Precedence.PRECEDENCE_FLASH,
                Category.CATEGORY_ARTILLERY,
                "ridge east of the line",
                "Shelling at the line of contact, six impacts.");
    }

    /** Tier 1 from the violation to the answer, within the hour. */
    public void tierOne(Sha256 incident) {
        violation(incident);
        Sha256 proposal = Scene.id(scene.propose(incident, 1, "UA/watch"));
        scene.concur(incident, proposal, "UA/watch", "NO/watch");
        look();
        scene.warn(incident, "NO/watch");
        scene.measures(incident, "UA/watch");
        look();
    }

    /** The violation is found. */
    public void violation(Sha256 incident) {
        scene.confirm(incident, FindingKind.FINDING_KIND_VIOLATION, "US/watch", "GB/watch", "FR/watch");
        look();
    }

    /** The pledge that tier 3 requires, with its condition met or open. */
    public Sha256 commitment(boolean met) {
        Sha256 pledge = Scene.id(scene.offer(
                "US/principal",
                Notice.newBuilder()
                        .setPledge(Pledge.newBuilder()
                                .setComponent(Component.COMPONENT_BINDING_COMMITMENT)
                                .setText("In the case of a new attack, as the Senate consented.")
                                .setFromMs(Scene.START)
                                .addConditions("Consent of the Senate"))));
        if (met) {
            Scene.entry(scene.offer(
                    "US/principal",
                    Notice.newBuilder()
                            .setConditionMet(ConditionMet.newBuilder()
                                    .setPledge(pledge.byteString())
                                    .setCondition(1))));
        }
        look();
        return pledge;
    }

    /** A pledge without conditions. */
    public void pledge(String by, Component component, String text) {
        Scene.entry(scene.offer(
                by,
                Notice.newBuilder()
                        .setPledge(Pledge.newBuilder()
                                .setComponent(component)
                                .setText(text)
                                .setFromMs(Scene.START))));
    }

    /** A declaration. */
    public void declare(String by, String title) {
        Scene.entry(scene.offer(
                by,
                Notice.newBuilder()
                        .setDeclaration(Declaration.newBuilder()
                                .setTitle(title)
                                .setSha256(Sha256.of(title.getBytes(StandardCharsets.UTF_8))
                                        .byteString())
                                .setText("Support, as far as our constitution allows."))));
    }

    /** A party's RECEIVED. */
    public void received(Sha256 incident, Sha256 target, String... by) {
        for (String desk : by) {
            Scene.entry(scene.offer(
                    desk,
                    Scene.in(incident)
                            .addReferences(target.byteString())
                            .setAcknowledgement(Acknowledgement.newBuilder().setPosition(Position.POSITION_RECEIVED))));
        }
    }
}
