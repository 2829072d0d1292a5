package io.headroom.server.mount;

import io.headroom.server.tree.TreeDelete;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a tree from another storage is built before it stands at its target: under names at the top of a storage that no client
 * sees. Thread-safe.
 */
final class Incoming {
    private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);
    private static final String PREFIX = ".incoming.headroom-";
    private static final Pattern NAME = Pattern.compile(Pattern.quote(PREFIX) + "(\\d{1,15})-.*");

    /** Another server may be at work on it; none takes as long as this. */
    private static final Duration ABANDONED = Duration.ofDays(7);

    private final Clock clock;

    Incoming(Clock clock) {
        this.clock = clock;
    }

    /** @param top of the storage */
    ResourcePath newPlace(ResourcePath top) {
        return top.child(PREFIX + clock.millis() + "-" + UUID.randomUUID());
    }

    /** What all paths of such trees begin with, as text. */
    static String prefix(ResourcePath top) {
        return top.isRoot() ? "/" + PREFIX : top + "/" + PREFIX;
    }

    /** Drops what was built at a place; what can't be removed now, a later sweep removes. */
    static void drop(Storage storage, ResourcePath place) {
        try {
            storage.find(place).ifPresent(new TreeDelete(storage)::delete);
        } catch (StorageException e) {
            LOG.warn("What was copied to another storage in vain could not be removed yet: {}", e.getMessage());
        }
    }

    /** Drops what a crash left long ago. */
    void sweep(Storage storage, ResourcePath top) {
        List<ResourcePath> left;
        try (Stream<Resource> members = storage.list(top)) {
            left = members.map(Resource::path).filter(this::isAbandoned).toList();
        }
        left.forEach(place -> drop(storage, place));
    }

    private boolean isAbandoned(ResourcePath place) {
        Matcher matcher = NAME.matcher(place.name());
        return matcher.matches()
                && Instant.ofEpochMilli(Long.parseLong(matcher.group(1)))
                        .plus(ABANDONED)
                        .isBefore(clock.instant());
    }
}
