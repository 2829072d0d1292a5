package io.headroom.server.method;

import io.headroom.server.exchange.DavMethod;
import io.headroom.server.exchange.DavRequest;
import io.headroom.server.exchange.DavResponse;
import io.headroom.server.failure.Condition;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.lock.Lock;
import io.headroom.server.lock.LockRequest;
import io.headroom.server.lock.LockScope;
import io.headroom.server.lock.LockToken;
import io.headroom.server.lock.MemberLockConflictException;
import io.headroom.server.namespace.TreeExclusion;
import io.headroom.server.path.DepthHeader;
import io.headroom.server.path.TimeoutHeader;
import io.headroom.server.property.LockDiscovery;
import io.headroom.server.xml.LockinfoBody;
import io.headroom.server.xml.MultiStatusWriter;
import io.headroom.server.xml.XmlBytes;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.commons.io.output.UnsynchronizedByteArrayOutputStream;

/** LOCK (RFC 4918 §9.10): takes a lock, makes an empty file where nothing is yet, or refreshes a lock. */
final class LockMethod implements DavMethod {
    private final Services services;
    private final Targets targets;
    private final RequestConditions conditions;
    private final LeftProperties left;

    LockMethod(Services services) {
        this.services = services;
        this.targets = new Targets(services.storage());
        this.conditions = new RequestConditions(services.storage(), services.locks());
        this.left = new LeftProperties(services.properties());
    }

    @Override
    public DavResponse handle(DavRequest request) throws IOException {
        Optional<LockinfoBody> asked = LockinfoBody.parse(services.xml(), request.body().stream());
        Duration timeout = TimeoutHeader.parse(
                request.header("Timeout").orElse(null),
                services.settings().lockTimeout(),
                services.settings().longestLockTimeout());
        return asked.isPresent() ? lock(request, asked.get(), timeout) : refresh(request, timeout);
    }

    private DavResponse refresh(DavRequest request, Duration timeout) throws IOException {
        Set<LockToken> submitted = request.ifHeader().submittedTokens();
        if (submitted.isEmpty()) {
            throw RequestRefusedException.badRequest(
                    "A LOCK without a body refreshes the lock that the If header names.");
        }
        services.locks().bringUpToDate();
        Optional<Resource> current = targets.find(request.path());
        if (services.locks().covering(request.path()).stream().anyMatch(lock -> submitted.contains(lock.token()))) {
            conditions.require(request, current);
        }
        // A token that is not here fails below: that condition is more to the point than a bare 412.
        Lock lock = services.locks().refresh(request.path(), submitted, request.principal(), timeout);
        return new DavResponse(200)
                .header("Content-Type", Answers.XML)
                .header("Cache-Control", "no-store")
                .body(lockDiscovery(request, List.of(lock)));
    }

    private DavResponse lock(DavRequest request, LockinfoBody asked, Duration timeout) throws IOException {
        DepthHeader depth = request.depth(DepthHeader.INFINITY);
        if (depth == DepthHeader.ONE) {
            throw RequestRefusedException.badRequest("LOCK takes Depth 0 or infinity.");
        }
        ResourcePath path = request.path();
        try (TreeExclusion.Held held = services.exclusion().exclusive(path)) {
            Optional<Resource> current = targets.find(path);
            if (current.isEmpty()) {
                requireCreatable(request);
            }
            conditions.require(request, current);
            LockRequest wanted = new LockRequest(
                    path,
                    depth == DepthHeader.INFINITY,
                    asked.scope() == LockinfoBody.Scope.EXCLUSIVE ? LockScope.EXCLUSIVE : LockScope.SHARED,
                    request.principal(),
                    asked.ownerXml(),
                    timeout);
            Lock lock;
            try {
                lock = services.locks().grant(wanted);
            } catch (MemberLockConflictException e) {
                return memberConflict(request, e.locks());
            }
            if (current.isEmpty()) {
                createEmpty(request, lock);
            }
            return new DavResponse(current.isEmpty() ? 201 : 200)
                    .header("Content-Type", Answers.XML)
                    .header("Cache-Control", "no-store")
                    .header("Lock-Token", "<" + lock.token() + ">")
                    .body(lockDiscovery(request, services.locks().covering(path)));
        }
    }

    private void requireCreatable(DavRequest request) {
        targets.requireParent(request.path());
        if (request.trailingSlash()) {
            throw new RequestRefusedException(409, "There is no such collection, and LOCK makes none.");
        }
        services.guard()
                .requireMembership(request.path().parent(), request.ifHeader().submittedTokens(), request.principal());
    }

    /** The empty file of RFC 4918 §7.3. Without room for it there is no lock either. */
    private void createEmpty(DavRequest request, Lock lock) {
        try (PendingWrite write = services.storage()
                .beginWrite(request.path(), WriteRequest.ofLength(0).with(new Precondition.MustNotExist()))) {
            left.clear(request.path());
            write.commit();
        } catch (RuntimeException e) {
            services.locks().unlock(request.path(), lock.token(), request.principal());
            throw e;
        }
    }

    private byte[] lockDiscovery(DavRequest request, List<Lock> locks) throws IOException {
        UnsynchronizedByteArrayOutputStream bytes =
                UnsynchronizedByteArrayOutputStream.builder().get();
        XmlBytes xml = new XmlBytes(bytes);
        xml.raw("<?xml version=\"1.0\" encoding=\"utf-8\"?><D:prop xmlns:D=\"DAV:\">");
        LockDiscovery.write(locks, path -> targets.href(request, path), xml);
        xml.raw("</D:prop>");
        xml.flush();
        return bytes.toByteArray();
    }

    /** Nothing was locked: each member in the way, and the collection that depends on them (RFC 4918 §9.10.9). */
    private DavResponse memberConflict(DavRequest request, List<Lock> conflicting) throws IOException {
        UnsynchronizedByteArrayOutputStream bytes =
                UnsynchronizedByteArrayOutputStream.builder().get();
        MultiStatusWriter xml = new MultiStatusWriter(bytes);
        Function<ResourcePath, String> hrefs = path -> targets.href(request, path);
        xml.start();
        Set<ResourcePath> roots = new LinkedHashSet<>();
        conflicting.forEach(lock -> roots.add(lock.root()));
        for (ResourcePath root : roots) {
            xml.startResponse(hrefs.apply(root));
            xml.status(423);
            xml.error(MultiStatusWriter.condition(Condition.noConflictingLock(List.of(root)), hrefs));
            xml.endResponse();
        }
        xml.startResponse(request.href(request.path(), true));
        xml.status(424);
        xml.endResponse();
        xml.end();
        return Answers.multiStatus(bytes);
    }
}
