package io.headroom.conformance.suite;

import java.io.IOException;

/** What a row does. */
@FunctionalInterface
public interface Trial {
    /**
     * @throws IOException when the server broke off: the row has failed
     * @throws NotTriedException when the row tells nothing on this server
     */
    Verdict run(Scene scene) throws IOException, NotTriedException;
}
