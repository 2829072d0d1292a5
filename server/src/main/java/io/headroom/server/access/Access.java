package io.headroom.server.access;

import io.headroom.server.account.Identity;
import io.headroom.spi.path.ResourcePath;
import java.util.List;

/**
 * What one person may do where. A question costs a look at each area, of which there are as many as rules that name the person.
 * Immutable.
 */
public final class Access {
    /** May do everything. */
    public static final Access ALL = AccessRules.open().of(Identity.NOBODY);

    /**
     * A path and all below it, but for other areas further down.
     *
     * @param top where it begins
     */
    record Area(ResourcePath top, Right right) {}

    private final List<Area> areas;
    private final AccessRules rules;

    /**
     * @param areas with a top of its own each
     * @param rules that they come from
     */
    Access(List<Area> areas, AccessRules rules) {
        this.areas = List.copyOf(areas);
        this.rules = rules;
    }

    /** What may be done at a path: the area with the longest top decides. */
    public Right at(ResourcePath path) {
        Right right = Right.NONE;
        int longest = -1;
        for (Area area : areas) {
            int length = area.top().depth();
            if (length > longest && path.startsWith(area.top())) {
                longest = length;
                right = area.right();
            }
        }
        return right;
    }

    /** The rules for everybody that hold at a path, in the order in which they decide. */
    public List<AccessRule> rules(ResourcePath path) {
        return rules.at(path);
    }

    /** What may be done at a path and at everything below it, whether it is there or not. */
    public Right throughout(ResourcePath path) {
        Right right = at(path);
        for (Area area : areas) {
            if (!area.right().allows(right) && area.top().startsWith(path)) {
                right = area.right();
            }
        }
        return right;
    }

    /**
     * Whether a path is to be seen: it may be read, or leads to something that may. A folder on the way shows nothing but the way.
     */
    public boolean shows(ResourcePath path) {
        if (at(path).allows(Right.READ)) {
            return true;
        }
        for (Area area : areas) {
            if (area.right().allows(Right.READ) && area.top().startsWith(path)) {
                return true;
            }
        }
        return false;
    }

    /** Whether all that lies below a path, and the path itself, is shown: a listing needs no look at each member. */
    public boolean showsAllBelow(ResourcePath path) {
        return throughout(path).allows(Right.READ);
    }
}
