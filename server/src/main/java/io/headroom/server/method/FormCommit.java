package io.headroom.server.method;

import io.headroom.server.exchange.DavRequest;
import io.headroom.server.method.FormUpload.Incoming;
import io.headroom.server.namespace.TreeExclusion;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.Resource;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.OutcomeUnknownException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the files of a form in their places, all of them or none. Thread-safe.
 *
 * <p>New files first: they can be taken back. An old file that was replaced can't come back; but all bytes are safe in the store
 * by then, and a commit after that is little more than a rename.
 */
final class FormCommit {
    private static final Logger LOG = LoggerFactory.getLogger(FormCommit.class);

    private final Services services;
    private final Targets targets;
    private final RequestConditions conditions;
    private final LeftProperties left;

    FormCommit(Services services) {
        this.services = services;
        this.targets = new Targets(services.storage());
        this.conditions = new RequestConditions(services.storage(), services.locks());
        this.left = new LeftProperties(services.properties());
    }

    /**
     * What stands now.
     *
     * @param created whether nothing stood there before
     */
    record Stored(FileResource file, boolean created) {}

    /**
     * @param files prepared; the caller closes them
     * @return the files, new ones first
     */
    List<Stored> commit(DavRequest request, List<Incoming> files) {
        List<Incoming> created = files.stream().filter(file -> !file.replaces()).toList();
        List<Incoming> replaced = files.stream().filter(Incoming::replaces).toList();
        try (TreeExclusion.Held held = services.exclusion()
                .exclusive(files.stream().map(Incoming::path).toList())) {
            if (held.isSharedWithOthers()) {
                requireStillPossible(files.get(0).path(), replaced);
            }
            requireStill(request, created, replaced);
            held.requireStill();
            List<Stored> stored = new ArrayList<>(files.size());
            created.forEach(file -> commit(request, file, stored));
            replaced.forEach(file -> commit(request, file, stored));
            return stored;
        }
    }

    /**
     * Another server may have moved or removed the collection, or made one where a file was. An object store would take the files all
     * the same.
     *
     * @param first any of the files
     */
    private void requireStillPossible(ResourcePath first, List<Incoming> replaced) {
        targets.requireParent(first);
        List<ResourcePath> collections = replaced.stream()
                .map(Incoming::path)
                .filter(path -> targets.find(path).orElse(null) instanceof CollectionResource)
                .toList();
        if (!collections.isEmpty()) {
            throw FormRefusals.inTheWay(collections);
        }
    }

    private void commit(DavRequest request, Incoming file, List<Stored> stored) {
        try {
            stored.add(new Stored(file.write().commit(), !file.replaces()));
        } catch (StorageException e) {
            if (e instanceof OutcomeUnknownException && !file.replaces()) {
                // Nothing stood there, and nobody else may make anything there now: what is there is the form's.
                remove(file.path(), e);
            }
            undo(stored, e);
            throw FormRefusals.named(e, request.english());
        }
    }

    /** What was asked before the body may have changed since, locks above all. */
    private void requireStill(DavRequest request, List<Incoming> created, List<Incoming> replaced) {
        if (!services.locks().isEmpty() || request.ifHeader().isPresent()) {
            Optional<Resource> collection = targets.find(request.path());
            conditions.require(request, collection);
            services.guard()
                    .requireMembership(request.path(), request.ifHeader().submittedTokens(), request.principal());
            for (Incoming file : replaced) {
                services.guard().requireContent(file.path(), request.ifHeader().submittedTokens(), request.principal());
            }
        }
        List<ResourcePath> inTheWay = created.stream()
                .map(Incoming::path)
                .filter(path -> targets.find(path).isPresent())
                .toList();
        if (!inTheWay.isEmpty()) {
            throw FormRefusals.inTheWay(inTheWay);
        }
        for (Incoming file : created) {
            left.clear(file.path());
        }
    }

    private void undo(List<Stored> stored, StorageException cause) {
        for (Stored each : stored) {
            ResourcePath path = each.file().path();
            if (each.created()) {
                remove(path, cause);
            } else {
                LOG.error("A form failed after it had replaced {}, which can't be undone.", path);
            }
        }
    }

    private void remove(ResourcePath path, StorageException cause) {
        try {
            services.storage().delete(path);
        } catch (NotFoundException gone) {
            return;
        } catch (StorageException e) {
            cause.addSuppressed(e);
            LOG.error("The file {} of a form that was refused stays behind.", path, e);
        }
    }
}
