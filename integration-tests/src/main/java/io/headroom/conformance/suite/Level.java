package io.headroom.conformance.suite;

/** How binding a row is. */
public enum Level {
    /** An RFC demands it. */
    MUST,
    /** An RFC recommends it. */
    SHOULD,
    /** No RFC asks for it, but clients in use break or mislead without it. */
    CLIENT,
    /** What a careful server does beyond that. */
    CARE
}
