package org.demarche.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import org.demarche.charter.Charter;
import org.demarche.charter.Difference;
import org.demarche.charter.Problem;
import org.demarche.charter.SampleCharter;
import org.demarche.hash.Sha256;
import org.junit.jupiter.api.Test;

class OutlookTest extends GovernanceStory {
    @Test
    void of_postedDraft_showsBothRulesApart() {
        adoptFirst();
        Charter second =
                post(next("UA and US and 1 of (GB, FR)", "UA and US and PL", print("UA/root"), print("UA/root2")));
        assent(second, "UA", "GB", "PL");
        Outlook outlook = outlook(second);
        assertThat(outlook.posted()).isTrue();
        assertThat(outlook.refused()).isEmpty();
        assertThat(outlook.current().orElseThrow().sentence())
                .isEqualTo("2 of the 4 parties that \"UA and US and 1 of (GB, FR)\" speaks of have assented: GB PL UA;"
                        + " still missing: US");
        assertThat(outlook.own().sentence())
                .isEqualTo("1 of the 3 parties that \"UA and US and PL\" speaks of have assented: GB PL;"
                        + " still missing: UA, and US");
        assertThat(outlook.twice()).containsExactly("UA");
        assertThat(outlook.differences())
                .extracting(Difference::subject)
                .containsExactly("version", "adoption", "previous", "party UA, root");
    }

    @Test
    void of_anOpenProposal_saysThatItLapses() {
        adoptFirst();
        Sha256 incident = tierOne();
        Sha256 two = Scene.id(scene.at(2).propose(incident, 2, "UA/watch"));
        assertThat(outlook(SampleCharter.parse(next())).lapsing())
                .containsExactly(new Outlook.Lapsing(incident, two, 2, "UA"));
    }

    @Test
    void of_aTextThatCannotFollow_saysWhy() {
        adoptFirst();
        Outlook outlook = outlook(SampleCharter.parse(next("number = 3", "number = 4")));
        assertThat(outlook.posted()).isFalse();
        assertThat(outlook.refused()).extracting(Problem::place).containsExactly("[[tier]]: number");
        assertThat(outlook.own().assented()).isEmpty();
    }

    @Test
    void of_theDraftOfVersion1_hasOneRule() {
        assent(scene.charter(), "UA");
        Outlook outlook = outlook(scene.charter());
        assertThat(outlook.current()).isEmpty();
        assertThat(outlook.differences()).isEmpty();
        assertThat(outlook.own().missing()).isEqualTo("US, and 1 more of GB, FR");
    }

    private Outlook outlook(Charter draft) {
        return Outlook.of(scene.governance(), draft, scene.ledger().unclosedIncidents());
    }
}
