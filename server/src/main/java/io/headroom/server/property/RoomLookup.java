package io.headroom.server.property;

import io.headroom.server.capacity.Room;
import io.headroom.server.capacity.RoomRegions;
import io.headroom.spi.Capacity;
import io.headroom.spi.path.ResourcePath;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The room within one request: each limit is asked once, however many members share it. For one thread. */
public final class RoomLookup {
    private final RoomRegions regions;
    private final Function<ResourcePath, Capacity> capacity;
    private final Function<ResourcePath, Room> tightest;
    private final long unlimitedFigure;
    private final ResourcePath asked;
    private final ResourcePath regionOfAsked;
    private final Map<ResourcePath, Optional<RoomFigures>> known = new HashMap<>();
    private @Nullable ResourcePath lastRegion;
    private Optional<RoomFigures> last = Optional.empty();

    /**
     * @param capacity the room as seen from a path
     * @param tightest the limit that leaves the least at a path
     * @param unlimitedFigure what is shown as available where nothing limits it, in bytes
     * @param asked the resource that the request is about
     */
    public RoomLookup(
            RoomRegions regions,
            Function<ResourcePath, Capacity> capacity,
            Function<ResourcePath, Room> tightest,
            long unlimitedFigure,
            ResourcePath asked) {
        this.regions = regions;
        this.capacity = capacity;
        this.tightest = tightest;
        this.unlimitedFigure = unlimitedFigure;
        this.asked = asked;
        this.regionOfAsked = regions.of(asked);
    }

    /** Empty when nobody can tell. */
    Optional<RoomFigures> at(ResourcePath path) {
        ResourcePath region = regions.of(path);
        if (lastRegion == null || !region.equals(lastRegion)) {
            last = known.computeIfAbsent(region, this::measure);
            lastRegion = region;
        }
        return last;
    }

    /** The limit that leaves the least. */
    Room tightest(ResourcePath path) {
        return tightest.apply(path);
    }

    private Optional<RoomFigures> measure(ResourcePath region) {
        // As seen from where the client asked: another volume may be mounted on the way there.
        return RoomFigures.of(capacity.apply(region.equals(regionOfAsked) ? asked : region), unlimitedFigure);
    }
}
