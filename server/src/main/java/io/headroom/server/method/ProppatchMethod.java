package io.headroom.server.method;

import io.headroom.server.date.HttpDate;
import io.headroom.server.exchange.DavMethod;
import io.headroom.server.exchange.DavRequest;
import io.headroom.server.exchange.DavResponse;
import io.headroom.server.exchange.Failure;
import io.headroom.server.namespace.TreeExclusion;
import io.headroom.server.property.DeadProperty;
import io.headroom.server.property.PropertyChange;
import io.headroom.server.xml.MultiStatusWriter;
import io.headroom.server.xml.PropertyName;
import io.headroom.server.xml.ProppatchBody;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.Resource;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.io.output.UnsynchronizedByteArrayOutputStream;

/**
 * PROPPATCH (RFC 4918 §9.2): all instructions or none, and always a 207, since some clients take any other success for a full
 * disk. When room is missing the property says 507 in its propstat and the others 424.
 */
final class ProppatchMethod implements DavMethod {
    private static final PropertyName FILE_TIME = new PropertyName(PropertyRules.MICROSOFT, "Win32LastModifiedTime");

    private final Services services;
    private final Targets targets;
    private final RequestConditions conditions;
    private final PropertyRules rules;

    ProppatchMethod(Services services) {
        this.services = services;
        this.targets = new Targets(services.storage());
        this.conditions = new RequestConditions(services.storage(), services.locks());
        this.rules = new PropertyRules(services);
    }

    @Override
    public DavResponse handle(DavRequest request) throws IOException {
        ResourcePath path = request.path();
        targets.require(path);
        List<ProppatchBody.Instruction> instructions =
                ProppatchBody.parse(services.xml(), request.body().stream()).instructions();
        try (TreeExclusion.Held held = services.exclusion().exclusive(path)) {
            Resource resource = targets.require(path);
            conditions.require(request, Optional.of(resource));
            services.guard().requireContent(path, request.ifHeader().submittedTokens(), request.principal());
            Optional<PropertyRefusal> refusal = rules.check(path, instructions);
            if (refusal.isEmpty()) {
                refusal = apply(resource, instructions);
            }
            return answer(request, resource, instructions, refusal);
        }
    }

    private Optional<PropertyRefusal> apply(Resource resource, List<ProppatchBody.Instruction> instructions) {
        List<PropertyChange> changes = new ArrayList<>();
        Optional<Instant> fileTime = Optional.empty();
        for (ProppatchBody.Instruction instruction : instructions) {
            if (instruction instanceof ProppatchBody.Set set) {
                changes.add(new PropertyChange.Set(new DeadProperty(set.name(), set.xml())));
                if (set.name().equals(FILE_TIME)) {
                    fileTime = HttpDate.parse(set.text());
                }
            } else {
                changes.add(new PropertyChange.Remove(instruction.name()));
            }
        }
        if (fileTime.isEmpty() || !(resource instanceof FileResource file)) {
            return rules.store(resource.path(), instructions, changes);
        }
        // The file's time before the rows: it can be set back, so that all of it happens or nothing.
        try {
            services.storage().setLastModified(file.path(), fileTime.get());
        } catch (StorageException e) {
            return Optional.of(new PropertyRefusal(FILE_TIME, Failure.of(e)));
        }
        boolean stored = false;
        try {
            Optional<PropertyRefusal> refusal = rules.store(resource.path(), instructions, changes);
            stored = refusal.isEmpty();
            return refusal;
        } finally {
            if (!stored) {
                services.storage().setLastModified(file.path(), file.lastModified());
            }
        }
    }

    private static DavResponse answer(
            DavRequest request,
            Resource resource,
            List<ProppatchBody.Instruction> instructions,
            Optional<PropertyRefusal> refusal)
            throws IOException {
        Set<PropertyName> names = new LinkedHashSet<>();
        instructions.forEach(instruction -> names.add(instruction.name()));
        UnsynchronizedByteArrayOutputStream bytes =
                UnsynchronizedByteArrayOutputStream.builder().get();
        MultiStatusWriter xml = new MultiStatusWriter(bytes);
        xml.start();
        xml.startResponse(request.href(resource.path(), resource instanceof CollectionResource));
        if (refusal.isPresent()) {
            names.remove(refusal.get().name());
            refusal.get().write(xml, Answers.hrefs(request), request.texts());
        }
        if (!names.isEmpty()) {
            xml.startPropstat();
            for (PropertyName name : names) {
                xml.emptyProperty(name);
            }
            xml.endPropstat(refusal.isPresent() ? 424 : 200);
        } else if (refusal.isEmpty()) {
            // Nothing was asked for, and that succeeded.
            xml.status(200);
        }
        xml.endResponse();
        xml.end();
        DavResponse response = Answers.multiStatus(bytes);
        refusal.flatMap(each -> each.failure().storage()).ifPresent(response::partRefused);
        return response;
    }
}
