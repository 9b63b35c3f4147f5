package org.demarche.client.exercise;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.demarche.charter.Charter;
import org.demarche.client.DeskException;
import org.demarche.client.KeyFile;
import org.demarche.client.Profile;
import org.demarche.client.ProfileException;
import org.demarche.client.Surroundings;
import org.demarche.client.WitnessListener;
import org.demarche.client.WitnessPost;
import org.demarche.merkle.Head;

/** The witnesses that parties run, at work: each with its own key, line and copy of the log. Thread-safe. */
final class Witnesses implements AutoCloseable {
    private final Map<String, Running> byParty = new LinkedHashMap<>();

    private Witnesses() {}

    /** Sets every witness of the charter to work. */
    static Witnesses open(Installation installation, Consumer<String> announce) throws PlayException {
        Witnesses witnesses = new Witnesses();
        try {
            for (Charter.Witness witness : installation.charter().witnesses()) {
                witnesses.byParty.put(witness.party(), Running.open(installation, witness, announce));
            }
            return witnesses;
        } catch (IOException | ProfileException | DeskException e) {
            witnesses.close();
            throw new PlayException("a witness could not be set to work: " + e.getMessage(), e);
        }
    }

    /** Stops the witness of a party. */
    void stop(String party) {
        Optional.ofNullable(byParty.get(party))
                .orElseThrow(() -> new IllegalArgumentException("party: " + party + " (expected: one with a witness)"))
                .post()
                .close();
    }

    /** What keeps witnesses from cosigning, in words; empty: nothing that is known. */
    String troubles() throws InterruptedException {
        StringBuilder all = new StringBuilder();
        for (Running running : byParty.values()) {
            all.append(running.trouble());
        }
        return all.toString();
    }

    @Override
    public void close() {
        byParty.values().forEach(running -> running.post().close());
    }

    private record Running(WitnessPost post, Ear ear) {
        static Running open(Installation installation, Charter.Witness witness, Consumer<String> announce)
                throws IOException, ProfileException, DeskException {
            PartyFiles files = installation.party(witness.party());
            KeyFile key =
                    new KeyFile(files.key(witness.name()), KeyFile.Passphrase.inFile(files.passphrase(witness.name())));
            Ear ear = new Ear(witness.name());
            return new Running(
                    WitnessPost.open(
                            Profile.read(files.profile(witness.name())),
                            new WitnessPost.Duty(witness.name(), key, Optional.empty()),
                            Surroundings.real(announce),
                            ear),
                    ear);
        }

        String trouble() throws InterruptedException {
            try {
                post.await(Duration.ZERO);
                return ear.trouble;
            } catch (DeskException e) {
                return "; " + ear.name + " has ended: " + e.sentence();
            }
        }
    }

    private static final class Ear implements WitnessListener {
        private final String name;
        private volatile String trouble = "";

        private Ear(String name) {
            this.name = name;
        }

        @Override
        public void onCosigned(Head head, Instant at, boolean witnessed) {
            trouble = "";
        }

        @Override
        public void onWithheld(String sentence) {
            trouble = "; " + name + " says: " + sentence;
        }

        @Override
        public void onTrouble(DeskException met) {
            trouble = "; " + name + " says: " + met.sentence();
        }
    }
}
