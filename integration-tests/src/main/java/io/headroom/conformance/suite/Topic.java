package io.headroom.conformance.suite;

import java.util.List;

/** Rows that belong together. */
public interface Topic {
    /** In the order in which they are tried. */
    List<Row> rows();
}
