package io.headroom.conformance.suite;

/** How a row ended. */
public enum Outcome {
    PASS,
    FAIL,
    /** Not tried, or it told nothing; the verdict says why. */
    SKIP
}
