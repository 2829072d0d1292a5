package io.headroom.conformance.suite;

/**
 * The end of a row.
 *
 * @param seen in words; of a row that was skipped: why
 */
public record Verdict(Outcome outcome, String seen) {
    public static Verdict fail(String seen) {
        return new Verdict(Outcome.FAIL, seen);
    }

    public static Verdict skip(String why) {
        return new Verdict(Outcome.SKIP, why);
    }
}
