package dev.roam.copy;

import dev.roam.Identity;
import dev.roam.record.CommitId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the oracle knows of one session: what may be in it, who it answers to, when it was used, and how it ended. */
final class SimSession {
    /** How far two members' clocks may be apart, in milliseconds. */
    static final long MAX_SKEW_MILLIS = 6;

    static final String CLAIMED = "claimed";

    final String name;

    @Nullable
    CommitId incarnation;

    final SimRegister[] attributes = new SimRegister[SimAttributes.ATTRIBUTES.length];
    final SimRegister timeout = new SimRegister("the timeout");
    final SimRegister id = new SimRegister("the id");
    final SimRegister user = new SimRegister("the user");

    /** When its create was acknowledged, in microseconds. */
    long confirmed = Long.MAX_VALUE;

    /** When an owner last decided to end it, whoever learned of it; -1: none has. */
    long endDecided = -1;

    /** When somebody first learned that it is gone, and why. */
    long gone = Long.MAX_VALUE;

    String goneWhy = "";

    /** Whether somebody changed it in no turn, as whoever is in no request may. */
    boolean changedInNoTurn;

    /** The latest acknowledged sign of life, by the clock of the owner that stamped it, in milliseconds. */
    long used;

    /** The timeout until it is acknowledged that a second request has used it, in milliseconds; 0: it was, or there is none. */
    long trial;
    /** Until when turns are known to be kept, by the clock of the owner, in milliseconds. */
    final Map<CommitId, Long> turns = new HashMap<>();

    private final List<Firing> firings = new ArrayList<>();

    /** One time that its events were fired. */
    static final class Firing {
        final String by;
        long until;
        boolean dropped;

        Firing(String by, long until) {
            this.by = by;
            this.until = until;
        }
    }

    SimSession(String name) {
        this.name = name;
        for (int i = 0; i < attributes.length; i++) {
            attributes[i] = new SimRegister(SimAttributes.ATTRIBUTES[i].name());
        }
    }

    /** An id as a number, for its register. */
    static int idNumber(String text) {
        int tilde = text.indexOf('~');
        return tilde < 0 ? 1 : 1 + Integer.parseInt(text.substring(0, tilde));
    }

    /** A user as a number, for its register. */
    static int userNumber(@Nullable Identity user) {
        return user == null ? SimRegister.ABSENT : Integer.parseInt(user.name());
    }

    /** The shortest timeout that it may end by. */
    long timeoutMillis(int seconds) {
        long own = 1_000L * seconds;
        return trial > 0 ? Math.min(trial, own) : own;
    }

    void adopt(SimSession neverCreated) {
        for (int i = 0; i < attributes.length; i++) {
            attributes[i].adopt(neverCreated.attributes[i]);
        }
        timeout.adopt(neverCreated.timeout);
        id.adopt(neverCreated.id);
        user.adopt(neverCreated.user);
    }

    /** Somebody learned that it is gone: refused by an owner, or by a claim of its own. */
    void goneFor(String who, String why, long now) {
        // Before its create is acknowledged, a failover may lose and a repeat bring back what only that create's node
        // should know of.
        boolean sure = endDecided >= confirmed || why.equals(CLAIMED);
        if (now < gone && sure) {
            gone = now;
            goneWhy = who + ": " + why;
        }
    }

    /** Promise 6. */
    Firing fire(String by, long now, long until) {
        for (Firing earlier : firings) {
            if (earlier.dropped) {
                throw new SimViolation("6, ended once: " + by + " fires the events of " + name + " again, although "
                        + earlier.by + " has fired them and its drop was acknowledged");
            }
            if (now < earlier.until - 2 * MAX_SKEW_MILLIS * SimLoop.MILLI) {
                throw new SimViolation("6, ended once: " + by + " fires the events of " + name + " while the claim of "
                        + earlier.by + " lasts");
            }
        }
        Firing firing = new Firing(by, until);
        firings.add(firing);
        return firing;
    }

    int fired() {
        return firings.size();
    }

    @Override
    public String toString() {
        return name;
    }
}
