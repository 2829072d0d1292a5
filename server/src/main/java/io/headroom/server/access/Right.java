package io.headroom.server.access;

/** What somebody may do at a path; each holds those before it. */
public enum Right {
    /** Not even see that something is there. */
    NONE,
    READ,
    WRITE;

    public boolean allows(Right wanted) {
        return compareTo(wanted) >= 0;
    }
}
