package io.headroom.s3;

import java.util.List;
import java.util.Set;

/**
 * A part of a plan, by the order of keys. Immutable.
 *
 * @param number from 0
 * @param entries no more than a page of a listing has
 * @param failed which of them were not copied, by their place in the list
 */
record PlanPage(int number, List<PlanEntry> entries, Set<Integer> failed) {
    PlanPage {
        entries = List.copyOf(entries);
        failed = Set.copyOf(failed);
    }
}
