package io.headroom.server.method;

import io.headroom.server.exchange.DavMethod;
import io.headroom.server.exchange.DavRequest;
import io.headroom.server.exchange.DavResponse;
import io.headroom.server.exchange.Failure;
import io.headroom.server.failure.Condition;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.namespace.TreeExclusion;
import io.headroom.server.property.DeadProperty;
import io.headroom.server.property.PropertyChange;
import io.headroom.server.xml.MkcolBody;
import io.headroom.server.xml.MultiStatusWriter;
import io.headroom.server.xml.PropertyName;
import io.headroom.spi.Resource;
import io.headroom.spi.error.AlreadyExistsException;
import io.headroom.spi.error.OutcomeUnknownException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.io.output.UnsynchronizedByteArrayOutputStream;

/**
 * MKCOL (RFC 4918 §9.3): one empty collection, and no parents. With a body it gets properties at once, or isn't made
 * (RFC 5689).
 */
final class MkcolMethod implements DavMethod {
    private static final Set<String> XML_TYPES = Set.of("application/xml", "text/xml");

    private final Services services;
    private final Targets targets;
    private final RequestConditions conditions;
    private final PropertyRules rules;
    private final LeftProperties left;

    MkcolMethod(Services services) {
        this.services = services;
        this.targets = new Targets(services.storage());
        this.conditions = new RequestConditions(services.storage(), services.locks());
        this.rules = new PropertyRules(services);
        this.left = new LeftProperties(services.properties());
    }

    @Override
    public DavResponse handle(DavRequest request) throws IOException {
        Optional<MkcolBody> asked = body(request);
        ResourcePath path = request.path();
        try (TreeExclusion.Held held = services.exclusion().exclusive(path)) {
            Optional<Resource> current = targets.find(path);
            if (current.isPresent()) {
                throw new AlreadyExistsException(path);
            }
            targets.requireParent(path);
            conditions.require(request, current);
            services.guard()
                    .requireMembership(path.parent(), request.ifHeader().submittedTokens(), request.principal());
            left.clear(path);
            if (asked.isPresent()) {
                Optional<PropertyRefusal> refusal = refusal(path, asked.get());
                if (refusal.isEmpty()) {
                    refusal = createWithProperties(path, asked.get());
                }
                if (refusal.isPresent()) {
                    return refused(request, asked.get(), refusal.get());
                }
            } else {
                services.storage().createCollection(path);
            }
        }
        return new DavResponse(201).header("Location", request.href(path, true)).contentLength(0);
    }

    private Optional<MkcolBody> body(DavRequest request) throws IOException {
        String type = request.header("Content-Type").orElse("");
        int end = type.indexOf(';');
        if (!XML_TYPES.contains(
                (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT))) {
            Targets.requireNoBody(request);
            return Optional.empty();
        }
        return request.body().isAnnounced()
                ? MkcolBody.parse(services.xml(), request.body().stream())
                : Optional.empty();
    }

    private Optional<PropertyRefusal> refusal(ResourcePath path, MkcolBody asked) {
        if (!asked.collection()) {
            return Optional.of(new PropertyRefusal(
                    PropertyName.dav("resourcetype"),
                    Failure.of(new RequestRefusedException(
                            403, "MKCOL makes ordinary collections and nothing else.", Condition.VALID_RESOURCETYPE))));
        }
        return rules.check(path, asked.properties());
    }

    /**
     * The properties first, which nobody sees without a resource: so nobody sees the collection without them, not even after a
     * crash in between. What is left of such a crash is forgotten when something is made here.
     */
    private Optional<PropertyRefusal> createWithProperties(ResourcePath path, MkcolBody asked) {
        List<PropertyChange> changes = asked.properties().stream()
                .<PropertyChange>map(set -> new PropertyChange.Set(new DeadProperty(set.name(), set.xml())))
                .toList();
        if (changes.isEmpty()) {
            services.storage().createCollection(path);
            return Optional.empty();
        }
        Optional<PropertyRefusal> refusal = rules.store(path, asked.properties(), changes);
        if (refusal.isEmpty()) {
            boolean made = false;
            try {
                services.storage().createCollection(path);
                made = true;
            } catch (OutcomeUnknownException e) {
                // If it was made, then with its properties.
                made = true;
                throw e;
            } finally {
                if (!made) {
                    left.forget(path);
                }
            }
        }
        return refusal;
    }

    /** The reason on the status line too, since there is one resource only: no 207. */
    private static DavResponse refused(DavRequest request, MkcolBody asked, PropertyRefusal refusal)
            throws IOException {
        UnsynchronizedByteArrayOutputStream bytes =
                UnsynchronizedByteArrayOutputStream.builder().get();
        MultiStatusWriter xml = new MultiStatusWriter(bytes);
        xml.startMkcolResponse();
        refusal.write(xml, Answers.hrefs(request), request.texts());
        Set<PropertyName> others = new LinkedHashSet<>(asked.names());
        others.remove(refusal.name());
        if (!others.isEmpty()) {
            xml.startPropstat();
            for (PropertyName name : others) {
                xml.emptyProperty(name);
            }
            xml.endPropstat(424);
        }
        xml.endMkcolResponse();
        return new DavResponse(refusal.failure().status())
                .header("Content-Type", Answers.XML)
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .body(bytes.toByteArray());
    }
}
