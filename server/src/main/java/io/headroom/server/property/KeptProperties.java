package io.headroom.server.property;

import java.util.List;

/**
 * The dead properties of a resource as far as they can be told.
 *
 * @param all empty when they are unknown
 * @param known false while whoever keeps them doesn't answer
 */
public record KeptProperties(List<DeadProperty> all, boolean known) {
    /** There are none. */
    public static final KeptProperties NONE = new KeptProperties(List.of(), true);

    /** Nobody can tell at present. */
    public static final KeptProperties UNKNOWN = new KeptProperties(List.of(), false);

    static KeptProperties of(List<DeadProperty> found) {
        return found.isEmpty() ? NONE : new KeptProperties(found, true);
    }
}
