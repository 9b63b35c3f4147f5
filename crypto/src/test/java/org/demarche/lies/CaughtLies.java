package org.demarche.lies;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.demarche.refusal.RefusedException;

/** Every lie that a log can be convicted of, in each form that shows it; and for each form what an honest log's parts, put together by somebody, come to. */
public final class CaughtLies {
    /** Each file is made once. */
    private static final List<CaughtLie> ALL = anew();

    private final List<CaughtLie> all = new ArrayList<>();

    private CaughtLies() {
        CaughtHistories.tell(this);
        CaughtChains.tell(this);
        CaughtDates.tell(this);
        CaughtEntries.tell(this);
        CaughtRefusals.tell(this);
        CaughtStates.tell(this);
        CaughtStrangers.tell(this);
    }

    /** Every file, in the order of the README. */
    public static List<CaughtLie> all() {
        return ALL;
    }

    /** The same, of which none is made yet. */
    public static List<CaughtLie> anew() {
        return List.copyOf(new CaughtLies().all);
    }

    /** Makes a file; nothing that it is made of is malformed. */
    interface Making {
        byte[] make() throws RefusedException;
    }

    void add(String name, int exit, int step, LieCharter trusted, String what, Making making) {
        Supplier<byte[]> file = () -> {
            try {
                return making.make();
            } catch (RefusedException e) {
                throw new AssertionError(e.refusal().toString(), e);
            }
        };
        all.add(new CaughtLie(name, what, exit, step, trusted, new Made(file)));
    }

    void plain(String name, int exit, int step, String what, Making making) {
        add(name, exit, step, LieCharter.plain(), what, making);
    }
}
