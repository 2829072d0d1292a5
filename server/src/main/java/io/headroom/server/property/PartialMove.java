package io.headroom.server.property;

import io.headroom.spi.path.ResourcePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * What becomes of dead properties when not all members of a tree went: each resource's go where it is. Resources without any are
 * left out.
 *
 * @param replaced resources of the target whose properties are those of something that is gone
 * @param moved resources of the source that stand at the target only
 * @param copied resources of the source that stand at both places: the collections above a member that stayed
 * @param gone resources of the source that are at neither
 */
public record PartialMove(
        List<ResourcePath> replaced, List<ResourcePath> moved, List<ResourcePath> copied, List<ResourcePath> gone) {
    /**
     * @param holders the resources of the source that have properties
     * @param replaced the resources of the target whose properties go
     * @param exists whether there is a resource now
     */
    public static PartialMove of(
            ResourcePath source,
            ResourcePath target,
            Collection<ResourcePath> holders,
            Collection<ResourcePath> replaced,
            Predicate<ResourcePath> exists) {
        List<ResourcePath> moved = new ArrayList<>();
        List<ResourcePath> copied = new ArrayList<>();
        List<ResourcePath> gone = new ArrayList<>();
        for (ResourcePath holder : holders) {
            boolean stays = exists.test(holder);
            boolean came = exists.test(holder.rebase(source, target));
            if (came) {
                (stays ? copied : moved).add(holder);
            } else if (!stays) {
                gone.add(holder);
            }
        }
        return new PartialMove(List.copyOf(replaced), moved, copied, gone);
    }
}
