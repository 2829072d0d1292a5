package io.headroom.server.method;

import io.headroom.server.exchange.DavMethod;
import io.headroom.server.exchange.DavRequest;
import io.headroom.server.exchange.DavResponse;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.lock.LockToken;
import io.headroom.server.namespace.TreeExclusion;
import io.headroom.server.path.DepthHeader;
import io.headroom.server.property.PropertyMove;
import io.headroom.server.tree.FailedMembers;
import io.headroom.server.tree.MemberFailure;
import io.headroom.server.tree.TreeCopy;
import io.headroom.server.tree.TreeDelete;
import io.headroom.spi.Capability;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.error.UnsupportedException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * MOVE (RFC 4918 §9.9). A rename where the storage can, so it needs no room. Locks stay behind and end (§7.6); dead properties
 * go along (§9.9.1).
 */
final class MoveMethod implements DavMethod {
    private final Services services;
    private final Transfer transfer;
    private final PropertyMove properties;
    private final LeftProperties left;
    private final UnfinishedMove unfinished;

    MoveMethod(Services services) {
        this.services = services;
        this.transfer = new Transfer(services);
        this.properties = new PropertyMove(
                services.properties(),
                services.moves(),
                path -> services.storage().find(path).isPresent());
        this.left = new LeftProperties(services.properties());
        this.unfinished = new UnfinishedMove(services.storage(), services.properties());
    }

    @Override
    public DavResponse handle(DavRequest request) throws IOException {
        Targets.requireNoBody(request);
        ResourcePath from = request.path();
        ResourcePath target = transfer.target(request);
        if (from.isRoot()) {
            throw new RequestRefusedException(403, "The root can't be moved.");
        }
        try (TreeExclusion.Held held = services.exclusion().exclusive(from, true, target)) {
            Resource source = transfer.source(request);
            boolean collection = source instanceof CollectionResource;
            if (collection && request.depth(DepthHeader.INFINITY) != DepthHeader.INFINITY) {
                throw RequestRefusedException.badRequest("A collection is moved with all it holds: Depth infinity.");
            }
            transfer.requireMovable(from);
            boolean replaces = transfer.check(request, source, target);
            requireSourceLocks(request, target);
            Precondition onTarget = request.overwrite() ? new Precondition.None() : new Precondition.MustNotExist();
            List<MemberFailure> failures = move(source, target, onTarget, held);
            services.locks().forgetTree(target);
            services.locks().forgetGone(from, path -> isLeft(path, failures));
            return failures.isEmpty()
                    ? transfer.done(request, target, collection, replaces)
                    : Answers.failures(request, failures);
        }
    }

    private void requireSourceLocks(DavRequest request, ResourcePath target) {
        Set<LockToken> tokens = request.ifHeader().submittedTokens();
        services.guard().requireMembership(request.path().parent(), tokens, request.principal());
        services.guard().requireTree(request.path(), tokens, request.principal());
        services.guard().requireMembership(target.parent(), tokens, request.principal());
    }

    /** After a move that went whole nothing is left, and no look is needed. */
    private boolean isLeft(ResourcePath path, List<MemberFailure> failures) {
        return !failures.isEmpty() && services.storage().find(path).isPresent();
    }

    private List<MemberFailure> move(
            Resource source, ResourcePath target, Precondition onTarget, TreeExclusion.Held held) {
        try {
            return properties.move(source.path(), target, () -> moveFiles(source, target, onTarget));
        } catch (UnsupportedException e) {
            return copyAndDelete(source, target, onTarget, held);
        }
    }

    private List<MemberFailure> moveFiles(Resource source, ResourcePath target, Precondition onTarget) {
        if (!(source instanceof CollectionResource) && !replacesTree(source.path(), target)) {
            services.storage().move(source.path(), target, onTarget);
            return List.of();
        }
        FailedMembers failed = new FailedMembers();
        services.storage().moveTree(source.path(), target, onTarget, failed);
        return failed.failures();
    }

    /** Whether a collection is to be replaced by a storage that doesn't just rename. */
    private boolean replacesTree(ResourcePath source, ResourcePath target) {
        Storage storage = services.storage();
        return !storage.capabilities(source, target).contains(Capability.ATOMIC_TREE_MOVE)
                && storage.find(target).orElse(null) instanceof CollectionResource;
    }

    /**
     * Where the storage can't rename: over to another volume. The source goes only when all of the copy stands, properties
     * included; what could not be copied stays, with the collections above it, and what then can't go keeps its properties.
     */
    private List<MemberFailure> copyAndDelete(
            Resource source, ResourcePath target, Precondition onTarget, TreeExclusion.Held held) {
        List<MemberFailure> failures = copied(source, target, onTarget);
        // Copying may have taken long. Both are there now, and nothing is lost if it ends here.
        held.requireStill();
        TreeDelete delete = new TreeDelete(services.storage());
        if (failures.isEmpty()) {
            failures = delete.delete(source);
        } else {
            List<ResourcePath> stays =
                    failures.stream().map(MemberFailure::path).toList();
            failures = Stream.concat(failures.stream(), delete.deleteBut(source, stays).stream())
                    .toList();
        }
        if (failures.isEmpty()) {
            left.forget(source.path());
        } else {
            left.forgetGone(source.path(), path -> services.storage().find(path).isPresent());
        }
        return failures;
    }

    private List<MemberFailure> copied(Resource source, ResourcePath target, Precondition onTarget) {
        if (!(source instanceof CollectionResource)) {
            return services.copies().copy(source.path(), target, true, () -> copy(source, target, onTarget));
        }
        if (unfinished.isNoted(source.path(), target)) {
            unfinished.requireCopied(source.path(), target);
            return List.of();
        }
        List<MemberFailure> failures =
                services.copies().copy(source.path(), target, true, () -> copy(source, target, onTarget));
        unfinished.note(source.path(), target);
        return failures;
    }

    private List<MemberFailure> copy(Resource source, ResourcePath target, Precondition onTarget) {
        TreeCopy copy = new TreeCopy(services.storage());
        if (source instanceof CollectionResource) {
            return copy.copy(source.path(), target, onTarget);
        }
        return copy.copyFile(source.path(), target, onTarget);
    }
}
