package io.headroom.server.method;

import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.property.DeadProperty;
import io.headroom.server.property.PropertyChange;
import io.headroom.server.property.PropertyStore;
import io.headroom.server.tree.TreeWalk;
import io.headroom.server.xml.DavNames;
import io.headroom.server.xml.PropertyName;
import io.headroom.server.xml.XmlText;
import io.headroom.spi.FileResource;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.path.ResourcePath;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes on a collection that its copy stands, before the collection is removed. When that is cut short, by a crash or by a member that
 * can't go, what is left is a part, and the same MOVE said again would put the part in place of the whole, as Overwrite asks. The note is a
 * dead property: on the disk before the first member goes, gone with the collection, and there for people to see, and to remove. Thread-safe.
 */
final class UnfinishedMove {
    static final PropertyName NAME = new PropertyName(DavNames.HEADROOM_NAMESPACE, "moved-to");

    private static final Logger LOG = LoggerFactory.getLogger(UnfinishedMove.class);

    private final Storage storage;
    private final PropertyStore properties;

    UnfinishedMove(Storage storage, PropertyStore properties) {
        this.storage = storage;
        this.properties = properties;
    }

    /** To be called when the copy stands, and before the first member of the source is removed. */
    void note(ResourcePath source, ResourcePath target) {
        try {
            properties.apply(source, List.of(new PropertyChange.Set(property(target))));
        } catch (InsufficientStorageException e) {
            // A move away from a full disk must work, and the note is of use only when it is cut short.
            LOG.warn("{} is moved to {} without a note: {}", source, target, e.getMessage());
        }
    }

    /** Whether this very move was begun before, and its copy stands. */
    boolean isNoted(ResourcePath source, ResourcePath target) {
        return properties.find(source).contains(property(target))
                && storage.find(target).isPresent();
    }

    /**
     * To be called before what is left of the source is removed.
     *
     * @throws RequestRefusedException 409 when something of it is not at the target
     */
    void requireCopied(ResourcePath source, ResourcePath target) {
        new TreeWalk(storage).forEach(source, member -> {
            if (!isSame(member, storage.find(member.path().rebase(source, target)))) {
                throw new RequestRefusedException(
                        409,
                        "A part of this folder was moved there before, and what is left holds something else. Moved as a whole it would"
                                + " take the place of that part. Move what it holds one by one.");
            }
        });
    }

    private static boolean isSame(Resource member, Optional<Resource> copy) {
        if (!(member instanceof FileResource file)) {
            return copy.isPresent() && !(copy.get() instanceof FileResource);
        }
        return copy.orElse(null) instanceof FileResource other
                && other.size() == file.size()
                && other.lastModified()
                        .truncatedTo(ChronoUnit.SECONDS)
                        .equals(file.lastModified().truncatedTo(ChronoUnit.SECONDS));
    }

    private static DeadProperty property(ResourcePath target) {
        return new DeadProperty(
                NAME,
                "<h:moved-to xmlns:h=\"" + DavNames.HEADROOM_NAMESPACE + "\">" + XmlText.escape(target.toString())
                        + "</h:moved-to>");
    }
}
