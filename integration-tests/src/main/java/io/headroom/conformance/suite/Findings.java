package io.headroom.conformance.suite;

import io.headroom.conformance.wire.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a trial saw, and whether it was right. For one thread. */
public final class Findings {
    private final List<String> seen = new ArrayList<>();
    private boolean good = true;

    /** Something worth telling. */
    public Findings note(String fact) {
        seen.add(fact);
        return this;
    }

    /** A reply that had to have one of these statuses. */
    public Findings status(String request, Reply reply, int... wanted) {
        return judge(
                Arrays.stream(wanted).anyMatch(status -> status == reply.status()),
                request + ": " + reply,
                String.join(
                        " or ",
                        Arrays.stream(wanted).mapToObj(Integer::toString).toList()));
    }

    /** A reply that had to say that it was done. */
    public Findings success(String request, Reply reply) {
        return judge(reply.isSuccess(), request + ": " + reply, "success");
    }

    /** @param sentence what should be so; told when it is not */
    public Findings that(boolean holds, String sentence) {
        if (!holds) {
            good = false;
            seen.add("WRONG, expected: " + sentence);
        }
        return this;
    }

    private Findings judge(boolean right, String fact, String wish) {
        good &= right;
        seen.add(right ? fact : fact + " (WRONG, expected " + wish + ")");
        return this;
    }

    /** Whether nothing was wrong so far. */
    public boolean good() {
        return good;
    }

    public Verdict verdict() {
        return new Verdict(good ? Outcome.PASS : Outcome.FAIL, String.join("; ", seen));
    }
}
