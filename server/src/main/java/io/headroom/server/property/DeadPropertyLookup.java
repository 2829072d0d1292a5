package io.headroom.server.property;

import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads dead properties for listings, which go on without them while the store is away; one line a minute says so. Thread-safe.
 */
public final class DeadPropertyLookup {
    private static final Logger LOG = LoggerFactory.getLogger(DeadPropertyLookup.class);
    private static final Duration BETWEEN = Duration.ofMinutes(1);

    private final PropertyStore properties;
    private final Clock clock;
    private final AtomicReference<Instant> lastLine = new AtomicReference<>(Instant.MIN);

    public DeadPropertyLookup(PropertyStore properties, Clock clock) {
        this.properties = properties;
        this.clock = clock;
    }

    public KeptProperties of(ResourcePath path) {
        return unlessAway(
                () -> properties.anyBelow(path) ? KeptProperties.of(properties.find(path)) : KeptProperties.NONE,
                KeptProperties.UNKNOWN);
    }

    /**
     * Of all direct members, with one or two queries.
     *
     * @return by the member's name
     */
    public Function<String, KeptProperties> ofMembers(ResourcePath collection) {
        return unlessAway(
                () -> {
                    Map<String, List<DeadProperty>> found =
                            properties.anyBelow(collection) ? properties.findMembers(collection) : Map.of();
                    return found.isEmpty()
                            ? name -> KeptProperties.NONE
                            : name -> KeptProperties.of(found.getOrDefault(name, List.of()));
                },
                name -> KeptProperties.UNKNOWN);
    }

    private <T> T unlessAway(Supplier<T> read, T unknown) {
        try {
            return read.get();
        } catch (UnavailableException e) {
            Instant now = clock.instant();
            Instant last = Objects.requireNonNull(lastLine.get());
            if (last.isBefore(now.minus(BETWEEN)) && lastLine.compareAndSet(last, now)) {
                LOG.warn(
                        "Resources are listed without their dead properties, because the database is away: {}",
                        e.getMessage());
            }
            return unknown;
        }
    }
}
