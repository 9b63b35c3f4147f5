package org.demarche.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which renewals come in time. */
class ContinuityTest {
    private static final Duration TICK = Duration.ofMillis(1);

    private static Link link(Instant at, Instant until, ArchiveDigest digest) {
        return new Link("ACME", at, until, Set.of(Algorithm.ECDSA, Algorithm.SHA_256), digest);
    }

    private static Link link(int year, int until) {
        return link(Years.march(year), Years.march(until), ArchiveDigest.SHA_512);
    }

    private static Algorithms ends(Algorithm algorithm, Instant until) {
        return new Algorithms(Map.of(algorithm, until));
    }

    @Test
    void renewal_atTheLastInstantOfTheCertificate_isInTime_andOneLaterIsNot() {
        Link first = link(2026, 2031);
        Link last = link(Years.march(2031), Years.march(2040), ArchiveDigest.SHA_512);
        Link late = link(Years.march(2031).plus(TICK), Years.march(2040), ArchiveDigest.SHA_512);
        assertThat(Continuity.of(List.of(first, last), Algorithms.ALL_TRUSTED).broken())
                .isEmpty();
        assertThat(Continuity.of(List.of(first, late), Algorithms.ALL_TRUSTED).broken())
                .contains("the certificate of ACME's time-stamp of 2026-03-01T00:00:00Z ended at 2031-03-01T00:00:00Z; "
                        + "the renewal of 2031-03-01T00:00:00.001Z came too late");
    }

    @Test
    void renewal_datedBeforeWhatItRenews_breaksTheRecord() {
        assertThat(Continuity.of(List.of(link(2028, 2031), link(2027, 2033)), Algorithms.ALL_TRUSTED)
                        .broken())
                .contains(
                        "ACME's time-stamp of 2027-03-01T00:00:00Z is dated before ACME's time-stamp of 2028-03-01T00:00:00Z, which it renews");
    }

    @Test
    void renewal_afterTheSignatureFell_breaksTheRecord() {
        List<Link> links = List.of(link(2026, 2031), link(2030, 2040));
        assertThat(Continuity.of(links, ends(Algorithm.ECDSA, Years.march(2030)))
                        .broken())
                .isEmpty();
        assertThat(Continuity.of(links, ends(Algorithm.ECDSA, Years.march(2029)))
                        .broken())
                .contains("the trust in ECDSA (for ACME's time-stamp of 2026-03-01T00:00:00Z) ended at "
                        + "2029-03-01T00:00:00Z; the renewal of 2030-03-01T00:00:00Z came too late");
    }

    @Test
    void hash_isReliedOnUntilAnotherCoversAll() {
        Link first = link(2026, 2031);
        Link second = link(2030, 2040);
        Link third = link(Years.march(2036), Years.march(2044), ArchiveDigest.SHA3_512);
        Algorithms until2035 = ends(Algorithm.SHA_512, Years.march(2035));
        assertThat(Continuity.of(List.of(first, second), until2035).broken()).isEmpty();
        assertThat(Continuity.of(List.of(first, second), until2035).ending())
                .isEqualTo(new Ending(Years.march(2035), "the trust in SHA-512"));
        assertThat(Continuity.of(List.of(first, second, third), until2035).broken())
                .contains(
                        "the trust in SHA-512 ended at 2035-03-01T00:00:00Z; the renewal of 2036-03-01T00:00:00Z came too late");
        assertThat(Continuity.of(List.of(first, second, third), ends(Algorithm.SHA_512, Years.march(2036)))
                        .broken())
                .isEmpty();
    }

    @Test
    void links_areInTheOrderOfTime() {
        Continuity continuity = Continuity.of(List.of(link(2026, 2031), link(2030, 2040)), Algorithms.ALL_TRUSTED);
        assertThat(continuity.oldest()).isEqualTo(link(2026, 2031));
        assertThat(continuity.newest()).isEqualTo(link(2030, 2040));
    }

    @Test
    void ending_isThatOfWhateverEndsFirst() {
        List<Link> links = List.of(link(2026, 2031));
        assertThat(Continuity.of(links, Algorithms.ALL_TRUSTED).ending())
                .isEqualTo(
                        new Ending(Years.march(2031), "the certificate of ACME's time-stamp of 2026-03-01T00:00:00Z"));
        assertThat(Continuity.of(links, ends(Algorithm.SHA_256, Years.march(2028)))
                        .ending())
                .isEqualTo(new Ending(
                        Years.march(2028), "the trust in SHA-256 (for ACME's time-stamp of 2026-03-01T00:00:00Z)"));
    }
}
